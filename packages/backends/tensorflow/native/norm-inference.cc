// AttganNormInference: gain (x - mean) / sqrt(variance + epsilon) + bias by channel, the last axis, where that is positive;
// slope times it elsewhere.
#include <cmath>

#include "operation.h"
#include "parallel.h"
#include "segments.h"

namespace {

void activate(int64_t count, int64_t width, float slope, const float* __restrict x, const float* __restrict scale,
              const float* __restrict shift, float* __restrict y) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float t = x[i + c] * scale[c] + shift[c];
      y[i + c] = t > 0 ? t : slope * t;
    }
  }
}

struct NormInference {
  explicit NormInference(attgan::Construction& c)
      : epsilon(c.float_attribute("epsilon")), slope(c.float_attribute("slope")) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0), gain_in = context.input(1), bias_in = context.input(2);
    const attgan::Tensor mean_in = context.input(3), variance_in = context.input(4);
    if (context.failed()) return;
    const int64_t channels = gain_in.count();
    if (x_in.rank() < 1 || x_in.size(x_in.rank() - 1) != channels || bias_in.count() != channels ||
        mean_in.count() != channels || variance_in.count() != channels) {
      return context.fail("NormInference: gain, bias, mean and variance must have a value for each channel of x.");
    }
    const attgan::Tensor y_out = context.output(0, x_in.shape());
    if (context.failed() || x_in.count() == 0) return;
    const float *gain = gain_in.floats(), *bias = bias_in.floats();
    const float *mean = mean_in.floats(), *variance = variance_in.floats();
    const attgan::Segments s(1, x_in.count() / channels, channels);
    const auto scale_of = [&](int64_t c) { return gain[c] / std::sqrt(variance[c] + epsilon); };
    const std::vector<float> scale = s.wide(scale_of);
    const std::vector<float> shift = s.wide([&](int64_t c) { return bias[c] - mean[c] * scale_of(c); });
    const float* x = x_in.floats();
    float* y = y_out.floats();
    attgan::parallel_for(s.pieces, 4, [&](int64_t piece, int64_t end) {
      for (; piece < end; ++piece) {
        const int64_t i = s.first(0, piece);
        activate(s.length(piece), s.width, slope, x + i, scale.data(), shift.data(), y + i);
      }
    });
  }

  float epsilon, slope;
};

const attgan::Operation<NormInference> norm_inference(
    "AttganNormInference", {"x: float", "gain: float", "bias: float", "mean: float", "variance: float"}, {"y: float"},
    {"epsilon: float", "slope: float"});

}  // namespace
