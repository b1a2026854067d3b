// What the three operations of a normalisation share. The notation is that of their portable composition:
//   x^ = (x - mean) r,  r = (variance + epsilon)^-1/2,  t = gain x^ + bias,  y = t where t > 0 and slope t elsewhere,
// and <.> is the mean over the values that share a mean.
#pragma once

#include <cmath>
#include <vector>

#include "operation.h"
#include "segments.h"

namespace attgan {

struct Norm {
  enum Kind : int64_t { batch = 0, layer = 1, instance = 2 };

  explicit Norm(Construction& c)
      : kind(c.int_attribute("kind")), epsilon(c.float_attribute("epsilon")), slope(c.float_attribute("slope")) {}

  // Reports inputs that cannot be normalised.
  bool refuses(Context& context, const Tensor& x, const Tensor& gain, const Tensor& bias) const {
    if (kind < batch || kind > instance || x.rank() < 2 || x.count() == 0) {
      context.fail("Normalisation: needs a kind from 0 to 2 and values of rank 2 or more.");
    } else if (gain.count() != x.size(x.rank() - 1) || bias.count() != gain.count()) {
      context.fail("Normalisation: gain and bias must have one value a channel.");
    }
    return context.failed();
  }

  Segments segments(const Tensor& x) const {
    const int64_t channels = x.size(x.rank() - 1);
    const int64_t segments = kind == batch ? 1 : x.size(0);
    return Segments(segments, x.count() / channels / segments, channels);
  }

  Shape statistics_shape(const Tensor& x) const {
    Shape shape(x.rank(), 1);
    if (kind != batch) shape.front() = x.size(0);
    if (kind != layer) shape.back() = x.size(x.rank() - 1);
    return shape;
  }

  // Where the mean and the variance of a segment's channel stand.
  int64_t index(const Segments& s, int64_t segment, int64_t c) const {
    return kind == layer ? segment : segment * s.channels + c;
  }

  double r(float variance) const { return 1 / std::sqrt(static_cast<double>(variance) + epsilon); }

  // <.> for each channel, from sums for each channel of a segment.
  template <class Sum>
  std::vector<double> means(const Segments& s, Sum sum) const {
    std::vector<double> result(s.channels);
    for (int64_t c = 0; c < s.channels; ++c) result[c] = sum(c) / s.rows;
    if (kind != layer) return result;
    double total = 0;
    for (const double mean : result) total += mean;
    result.assign(s.channels, total / s.channels);
    return result;
  }

  int64_t kind;
  float epsilon, slope;
};

// Wide coefficients of a segment such that t = (x - mean) scale + bias.
struct Coefficients {
  Coefficients(const Norm& norm, const Segments& s, int64_t segment, const float* means, const float* variances,
               const float* gain, const float* biases)
      : mean(s.wide([&](int64_t c) { return means[norm.index(s, segment, c)]; })),
        scale(s.wide([&](int64_t c) { return norm.r(variances[norm.index(s, segment, c)]) * gain[c]; })),
        bias(s.wide([&](int64_t c) { return biases[c]; })) {}

  std::vector<float> mean, scale, bias;
};

}  // namespace attgan
