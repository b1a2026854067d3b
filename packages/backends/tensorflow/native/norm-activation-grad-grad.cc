// Gradients of <v, dx> (a sum over all values) for dy, x and gain. With dt = phi'(t) dy, g = gain dt and
// P = r (v - <v> - x^ <v x^>), since dx is a symmetric linear map of g:
//   for dy:   gain phi'(t) P
//   for gain: sum P dt = r (sum v dt - <v> sum dt - <v x^> sum x^ dt)
//   for x:    r^2 (<v><g x^> + <g><v x^> - <g x^> v - <v x^> g + x^ (3 <g x^><v x^> + <v><g> - <v g>))
// The last collects the ways through x^ and through r; every mean comes from five sums for each channel.
#include "norm.h"

namespace {

using attgan::Context;
using attgan::Segments;
using attgan::Tensor;

enum Sum { sum_v, sum_v_centred, sum_dt, sum_dt_centred, sum_v_dt, sum_count };

void add_sums(int64_t count, int64_t width, float slope, const float* __restrict v, const float* __restrict dy,
              const float* __restrict x, const float* __restrict mean, const float* __restrict scale,
              const float* __restrict bias, float* __restrict s0, float* __restrict s1, float* __restrict s2,
              float* __restrict s3, float* __restrict s4) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float centred = x[i + c] - mean[c];
      const float t = centred * scale[c] + bias[c];
      const float dt = dy[i + c] * (t > 0 ? 1.0f : slope);
      const float value = v[i + c];
      s0[c] += value;
      s1[c] += value * centred;
      s2[c] += dt;
      s3[c] += dt * centred;
      s4[c] += value * dt;
    }
  }
}

// Wide coefficients of the second pass.
struct Second {
  std::vector<float> dy_constant, dy_along, x_constant, x_v, x_dt, x_along;
};

void write(int64_t count, int64_t width, float slope, const float* __restrict v, const float* __restrict dy,
           const float* __restrict x, const float* __restrict mean, const float* __restrict scale,
           const float* __restrict bias, const float* __restrict dy_constant, const float* __restrict dy_along,
           const float* __restrict x_constant, const float* __restrict x_v, const float* __restrict x_dt,
           const float* __restrict x_along, float* __restrict for_dy, float* __restrict for_x) {
  for (int64_t i = 0; i < count; i += width) {
    const int64_t n = std::min(width, count - i);
    for (int64_t c = 0; c < n; ++c) {
      const float centred = x[i + c] - mean[c];
      const float t = centred * scale[c] + bias[c];
      const float mask = t > 0 ? 1.0f : slope;
      const float value = v[i + c];
      for_dy[i + c] = mask * (scale[c] * value - dy_constant[c] - dy_along[c] * centred);
      for_x[i + c] = x_constant[c] - x_v[c] * value - x_dt[c] * (mask * dy[i + c]) + x_along[c] * centred;
    }
  }
}

struct NormActivationGradGrad : attgan::Norm {
  using Norm::Norm;

  void compute(Context& context) {
    const Tensor v_in = context.input(0), dy_in = context.input(1), x_in = context.input(2);
    const Tensor gain_in = context.input(3), bias_in = context.input(4);
    const Tensor mean_in = context.input(5), variance_in = context.input(6);
    if (context.failed() || refuses(context, x_in, gain_in, bias_in)) return;
    const Segments s = segments(x_in);
    if (v_in.count() != x_in.count() || dy_in.count() != x_in.count() ||
        mean_in.count() != index(s, s.segments - 1, s.channels - 1) + 1 || variance_in.count() != mean_in.count()) {
      return context.fail("Normalisation: v, dy, mean or variance do not fit x.");
    }
    const Tensor for_dy_out = context.output(0, x_in.shape()), for_x_out = context.output(1, x_in.shape());
    const Tensor for_gain_out = context.output(2, {s.channels});
    if (context.failed()) return;
    const float *v = v_in.floats(), *dy = dy_in.floats(), *x = x_in.floats(), *gain = gain_in.floats();
    const float *bias = bias_in.floats(), *mean = mean_in.floats(), *variance = variance_in.floats();
    float *for_dy = for_dy_out.floats(), *for_x = for_x_out.floats();

    std::vector<double> for_gain(s.segments * s.channels);
    attgan::for_each_segment(s, [&](int64_t segment, const attgan::EachPiece& each_piece) {
      const attgan::Coefficients k(*this, s, segment, mean, variance, gain, bias);
      attgan::Sums sums(s, sum_count);
      each_piece([&](int64_t piece) {
        const int64_t i = s.first(segment, piece), w = s.width;
        sums.piece(piece, [&](float* wide) {
          add_sums(s.length(piece), w, slope, v + i, dy + i, x + i, k.mean.data(), k.scale.data(), k.bias.data(), wide,
                   wide + w, wide + 2 * w, wide + 3 * w, wide + 4 * w);
        });
      });
      sums.finish();
      const auto r_of = [&](int64_t c) { return r(variance[index(s, segment, c)]); };
      const Second two = second(s, sums, gain, r_of, for_gain.data() + segment * s.channels);
      each_piece([&](int64_t piece) {
        const int64_t i = s.first(segment, piece);
        write(s.length(piece), s.width, slope, v + i, dy + i, x + i, k.mean.data(), k.scale.data(), k.bias.data(),
              two.dy_constant.data(), two.dy_along.data(), two.x_constant.data(), two.x_v.data(), two.x_dt.data(),
              two.x_along.data(), for_dy + i, for_x + i);
      });
    });
    for (int64_t c = 0; c < s.channels; ++c) {
      double total = 0;
      for (int64_t segment = 0; segment < s.segments; ++segment) total += for_gain[segment * s.channels + c];
      for_gain_out.floats()[c] = static_cast<float>(total);
    }
  }

  template <class R>
  Second second(const Segments& s, attgan::Sums& sums, const float* gain, const R& r_of, double* for_gain) const {
    const auto total = [&](Sum sum) { return sums.total(sum); };
    const auto v = means(s, [&](int64_t c) { return total(sum_v)[c]; });
    const auto vx = means(s, [&](int64_t c) { return total(sum_v_centred)[c] * r_of(c); });
    const auto g = means(s, [&](int64_t c) { return total(sum_dt)[c] * gain[c]; });
    const auto gx = means(s, [&](int64_t c) { return total(sum_dt_centred)[c] * r_of(c) * gain[c]; });
    const auto vg = means(s, [&](int64_t c) { return total(sum_v_dt)[c] * gain[c]; });
    for (int64_t c = 0; c < s.channels; ++c) {
      const double along = vx[c] * total(sum_dt_centred)[c] * r_of(c);
      for_gain[c] = r_of(c) * (total(sum_v_dt)[c] - v[c] * total(sum_dt)[c] - along);
    }
    const auto square = [&](int64_t c) { return r_of(c) * r_of(c); };
    return {
        s.wide([&](int64_t c) { return gain[c] * r_of(c) * v[c]; }),
        s.wide([&](int64_t c) { return gain[c] * square(c) * vx[c]; }),
        s.wide([&](int64_t c) { return square(c) * (v[c] * gx[c] + g[c] * vx[c]); }),
        s.wide([&](int64_t c) { return square(c) * gx[c]; }),
        s.wide([&](int64_t c) { return square(c) * vx[c] * gain[c]; }),
        s.wide([&](int64_t c) { return square(c) * r_of(c) * (3 * gx[c] * vx[c] + v[c] * g[c] - vg[c]); }),
    };
  }
};

const attgan::Operation<NormActivationGradGrad> norm_activation_grad_grad(
    "AttganNormActivationGradGrad",
    {"v: float", "dy: float", "x: float", "gain: float", "bias: float", "mean: float", "variance: float"},
    {"for_dy: float", "for_x: float", "for_gain: float"}, {"kind: int", "epsilon: float", "slope: float"});

}  // namespace
