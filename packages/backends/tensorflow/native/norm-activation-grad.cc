// With dt = phi'(t) dy and g = gain dt:
//   dx = r (g - <g> - x^ <g x^>),  dgain = sum dt x^,  dbias = sum dt.
#include "norm.h"

namespace {

using attgan::Context;
using attgan::Segments;
using attgan::Tensor;


void add_sums(int64_t count, int64_t width, float slope, const float* __restrict dy, const float* __restrict x,
              const float* __restrict mean, const float* __restrict scale, const float* __restrict bias,
              float* __restrict sum, float* __restrict sum_centred) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float centred = x[i + c] - mean[c];
      const float t = centred * scale[c] + bias[c];
      const float dt = dy[i + c] * (t > 0 ? 1.0f : slope);
      sum[c] += dt;
      sum_centred[c] += dt * centred;
    }
  }
}

void write(int64_t count, int64_t width, float slope, const float* __restrict dy, const float* __restrict x,
           const float* __restrict mean, const float* __restrict scale, const float* __restrict bias,
           const float* __restrict constant, const float* __restrict along, float* __restrict dx) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float centred = x[i + c] - mean[c];
      const float t = centred * scale[c] + bias[c];
      const float dt = dy[i + c] * (t > 0 ? 1.0f : slope);
      dx[i + c] = scale[c] * dt - constant[c] - along[c] * centred;
    }
  }
}

struct NormActivationGrad : attgan::Norm {
  using Norm::Norm;

  void compute(Context& context) {
    const Tensor dy_in = context.input(0), x_in = context.input(1), gain_in = context.input(2);
    const Tensor bias_in = context.input(3), mean_in = context.input(4), variance_in = context.input(5);
    if (context.failed() || refuses(context, x_in, gain_in, bias_in)) return;
    const Segments s = segments(x_in);
    if (dy_in.count() != x_in.count() || mean_in.count() != index(s, s.segments - 1, s.channels - 1) + 1 ||
        variance_in.count() != mean_in.count()) {
      return context.fail("Normalisation: dy, mean or variance do not fit x.");
    }
    const Tensor dx_out = context.output(0, x_in.shape());
    const Tensor parameters_out = context.output(1, {2, s.channels});
    if (context.failed()) return;
    const float *dy = dy_in.floats(), *x = x_in.floats(), *gain = gain_in.floats(), *bias = bias_in.floats();
    const float *mean = mean_in.floats(), *variance = variance_in.floats();
    float* dx = dx_out.floats();

    const int64_t row = 2 * s.channels;
    std::vector<double> parameters(s.segments * row);
    attgan::for_each_segment(s, [&](int64_t segment, const attgan::EachPiece& each_piece) {
      const attgan::Coefficients k(*this, s, segment, mean, variance, gain, bias);
      attgan::Sums sums(s, 2);
      each_piece([&](int64_t piece) {
        const int64_t i = s.first(segment, piece);
        sums.piece(piece, [&](float* wide) {
          add_sums(s.length(piece), s.width, slope, dy + i, x + i, k.mean.data(), k.scale.data(), k.bias.data(), wide,
                   wide + s.width);
        });
      });
      sums.finish();
      const auto r_of = [&](int64_t c) { return r(variance[index(s, segment, c)]); };
      double* of_gain = parameters.data() + segment * row;
      double* of_bias = of_gain + s.channels;
      for (int64_t c = 0; c < s.channels; ++c) {
        of_gain[c] = sums.total(1)[c] * r_of(c);
        of_bias[c] = sums.total(0)[c];
      }
      const std::vector<double> g = means(s, [&](int64_t c) { return gain[c] * of_bias[c]; });
      const std::vector<double> gx = means(s, [&](int64_t c) { return gain[c] * of_gain[c]; });
      const std::vector<float> constant = s.wide([&](int64_t c) { return r_of(c) * g[c]; });
      const std::vector<float> along = s.wide([&](int64_t c) { return r_of(c) * r_of(c) * gx[c]; });
      each_piece([&](int64_t piece) {
        const int64_t i = s.first(segment, piece);
        write(s.length(piece), s.width, slope, dy + i, x + i, k.mean.data(), k.scale.data(), k.bias.data(),
              constant.data(), along.data(), dx + i);
      });
    });
    for (int64_t i = 0; i < row; ++i) {
      double total = 0;
      for (int64_t segment = 0; segment < s.segments; ++segment) total += parameters[segment * row + i];
      parameters_out.floats()[i] = static_cast<float>(total);
    }
  }
};

const attgan::Operation<NormActivationGrad> norm_activation_grad(
    "AttganNormActivationGrad",
    {"dy: float", "x: float", "gain: float", "bias: float", "mean: float", "variance: float"},
    {"dx: float", "parameters: float"}, {"kind: int", "epsilon: float", "slope: float"});

}  // namespace
