// Normalises, scales and activates; also returns the mean and the biased variance.
#include "norm.h"

namespace {

using attgan::Context;
using attgan::Segments;
using attgan::Shape;
using attgan::Tensor;

void add_values(int64_t count, int64_t width, const float* __restrict x, float* __restrict sum) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) sum[c] += x[i + c];
  }
}

void add_squares(int64_t count, int64_t width, const float* __restrict x, const float* __restrict centre,
                 float* __restrict sum) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float centred = x[i + c] - centre[c];
      sum[c] += centred * centred;
    }
  }
}

void activate(int64_t count, int64_t width, float slope, const float* __restrict x, const float* __restrict mean,
              const float* __restrict scale, const float* __restrict bias, float* __restrict y) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float t = (x[i + c] - mean[c]) * scale[c] + bias[c];
      y[i + c] = t > 0 ? t : slope * t;
    }
  }
}

struct NormActivation : attgan::Norm {
  using Norm::Norm;

  void compute(Context& context) {
    const Tensor x_in = context.input(0), gain_in = context.input(1), bias_in = context.input(2);
    if (context.failed() || refuses(context, x_in, gain_in, bias_in)) return;
    const Tensor y_out = context.output(0, x_in.shape());
    const Tensor mean_out = context.output(1, statistics_shape(x_in));
    const Tensor variance_out = context.output(2, statistics_shape(x_in));
    if (context.failed()) return;
    const Segments s = segments(x_in);
    const float *x = x_in.floats(), *gain = gain_in.floats(), *bias = bias_in.floats();
    float *y = y_out.floats(), *mean = mean_out.floats(), *variance = variance_out.floats();

    attgan::for_each_segment(s, [&](int64_t segment, const attgan::EachPiece& each_piece) {
      statistics(s, segment, each_piece, x, mean, variance);
      const attgan::Coefficients k(*this, s, segment, mean, variance, gain, bias);
      each_piece([&](int64_t piece) {
        const int64_t i = s.first(segment, piece);
        activate(s.length(piece), s.width, slope, x + i, k.mean.data(), k.scale.data(), k.bias.data(), y + i);
      });
    });
  }

  // One pass over memory: squares around the mean of a piece while it is in the cache, joined with
  // sum (x - m)^2 = sum over pieces of [sum (x - m_p)^2 + n_p (m_p - m)^2].
  void statistics(const Segments& s, int64_t segment, const attgan::EachPiece& each_piece, const float* x,
                  float* mean, float* variance) {
    attgan::Sums first(s, 1), second(s, 1);
    each_piece([&](int64_t piece) {
      const int64_t n = s.length(piece), rows = n / s.channels;
      const float* values = x + s.first(segment, piece);
      first.piece(piece, [&](float* wide) { add_values(n, s.width, values, wide); });
      const double* sum = first.at(piece, 0);
      const std::vector<float> centre = s.wide([&](int64_t c) { return sum[c] / rows; });
      second.piece(piece, [&](float* wide) { add_squares(n, s.width, values, centre.data(), wide); });
    });
    std::vector<double> totals(s.channels);
    for (int64_t piece = 0; piece < s.pieces; ++piece) {
      for (int64_t c = 0; c < s.channels; ++c) totals[c] += first.at(piece, 0)[c];
    }
    const std::vector<double> centre = means(s, [&](int64_t c) { return totals[c]; });
    std::vector<double> squares(s.channels);
    for (int64_t piece = 0; piece < s.pieces; ++piece) {
      const double rows = s.length(piece) / s.channels;
      for (int64_t c = 0; c < s.channels; ++c) {
        const double off = first.at(piece, 0)[c] / rows - centre[c];
        squares[c] += second.at(piece, 0)[c] + rows * off * off;
      }
    }
    const std::vector<double> spread = means(s, [&](int64_t c) { return squares[c]; });
    for (int64_t c = 0; c < s.channels; ++c) {
      mean[index(s, segment, c)] = static_cast<float>(centre[c]);
      variance[index(s, segment, c)] = static_cast<float>(spread[c]);
    }
  }
};

const attgan::Operation<NormActivation> norm_activation("AttganNormActivation",
                                                        {"x: float", "gain: float", "bias: float"},
                                                        {"y: float", "mean: float", "variance: float"},
                                                        {"kind: int", "epsilon: float", "slope: float"});

}  // namespace
