// AttganScaleActivation: scale x + shift by channel, the last axis, where that is positive; slope times it elsewhere.
#include <algorithm>

#include "operation.h"
#include "parallel.h"

namespace {

constexpr int64_t kGrain = 1 << 16;

void activate(int64_t channels, float slope, const float* __restrict x, const float* __restrict scale,
              const float* __restrict shift, float* __restrict y) {
  for (int64_t c = 0; c < channels; ++c) {
    const float value = x[c] * scale[c] + shift[c];
    y[c] = value > 0 ? value : slope * value;
  }
}

struct ScaleActivation {
  explicit ScaleActivation(attgan::Construction& c) : slope(c.float_attribute("slope")) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0), scale_in = context.input(1), shift_in = context.input(2);
    if (context.failed()) return;
    const int64_t channels = scale_in.count();
    if (x_in.rank() < 1 || x_in.size(x_in.rank() - 1) != channels || shift_in.count() != channels) {
      return context.fail("ScaleActivation: scale and shift must have a value for each channel of x.");
    }
    const attgan::Tensor y_out = context.output(0, x_in.shape());
    if (context.failed()) return;
    const float *x = x_in.floats(), *scale = scale_in.floats(), *shift = shift_in.floats();
    float* y = y_out.floats();
    const int64_t rows = x_in.count() / std::max<int64_t>(1, channels);
    attgan::parallel_for(rows, std::max<int64_t>(1, kGrain / channels), [=, this](int64_t i, int64_t end) {
      for (; i < end; ++i) activate(channels, slope, x + i * channels, scale, shift, y + i * channels);
    });
  }

  float slope;
};

const attgan::Operation<ScaleActivation> scale_activation("AttganScaleActivation",
                                                          {"x: float", "scale: float", "shift: float"}, {"y: float"},
                                                          {"slope: float"});

}  // namespace
