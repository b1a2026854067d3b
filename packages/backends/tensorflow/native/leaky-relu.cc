// AttganLeakyRelu: x where positive, slope x elsewhere. AttganLeakyReluGrad: dy where the features are positive, slope
// dy elsewhere.
#include "operation.h"
#include "parallel.h"

namespace {

constexpr int64_t kGrain = 1 << 16;

void activate(int64_t count, float slope, const float* __restrict x, float* __restrict y) {
  for (int64_t i = 0; i < count; ++i) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

void back(int64_t count, float slope, const float* __restrict dy, const float* __restrict features,
          float* __restrict dx) {
  for (int64_t i = 0; i < count; ++i) dx[i] = dy[i] * (features[i] > 0 ? 1.0f : slope);
}

struct LeakyRelu {
  explicit LeakyRelu(attgan::Construction& c) : slope(c.float_attribute("slope")) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0);
    if (context.failed()) return;
    const attgan::Tensor y_out = context.output(0, x_in.shape());
    if (context.failed()) return;
    const float* x = x_in.floats();
    float* y = y_out.floats();
    attgan::parallel_for(x_in.count(), kGrain,
                         [=](int64_t i, int64_t end) { activate(end - i, slope, x + i, y + i); });
  }

  float slope;
};

struct LeakyReluGrad {
  explicit LeakyReluGrad(attgan::Construction& c) : slope(c.float_attribute("slope")) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor dy_in = context.input(0), features_in = context.input(1);
    if (context.failed()) return;
    if (dy_in.count() != features_in.count()) return context.fail("LeakyReluGrad: dy and features differ in size.");
    const attgan::Tensor dx_out = context.output(0, dy_in.shape());
    if (context.failed()) return;
    const float *dy = dy_in.floats(), *features = features_in.floats();
    float* dx = dx_out.floats();
    attgan::parallel_for(dy_in.count(), kGrain, [=](int64_t i, int64_t end) {
      back(end - i, slope, dy + i, features + i, dx + i);
    });
  }

  float slope;
};

const attgan::Operation<LeakyRelu> leaky_relu("AttganLeakyRelu", {"x: float"}, {"y: float"}, {"slope: float"});
const attgan::Operation<LeakyReluGrad> leaky_relu_grad("AttganLeakyReluGrad", {"dy: float", "features: float"},
                                                       {"dx: float"}, {"slope: float"});

}  // namespace
