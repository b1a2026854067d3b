// One Adam update in one pass over memory, in the order of operations of PyTorch's Adam:
//   m' = b1 m + (1 - b1) g        v' = b2 v + (1 - b2) g^2
//   p' = p - rate m' / (sqrt(v') / correction + epsilon)
// where rate = learningRate / (1 - b1^t) and correction = sqrt(1 - b2^t) come from the caller, in double precision.
#include <cmath>

#include "operation.h"
#include "parallel.h"

namespace {

struct Scalars {
  float b1, c1, b2, c2, rate, correction, epsilon;
};

// A function of its own, so that the compiler sees that no two arrays overlap and uses vector instructions.
void update(int64_t count, const Scalars s, const float* __restrict p, const float* __restrict g,
            const float* __restrict m, const float* __restrict v, float* __restrict new_p, float* __restrict new_m,
            float* __restrict new_v) {
  for (int64_t i = 0; i < count; ++i) {
    const float first = s.b1 * m[i] + s.c1 * g[i];
    const float second = s.b2 * v[i] + s.c2 * g[i] * g[i];
    new_m[i] = first;
    new_v[i] = second;
    new_p[i] = p[i] - s.rate * first / (std::sqrt(second) / s.correction + s.epsilon);
  }
}

struct Adam {
  explicit Adam(attgan::Construction&) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor parameter = context.input(0);
    const attgan::Tensor gradient = context.input(1);
    const attgan::Tensor mean = context.input(2);
    const attgan::Tensor variance = context.input(3);
    const attgan::Tensor scalars = context.input(4);
    if (context.failed()) return;
    const int64_t count = parameter.count();
    if (gradient.count() != count || mean.count() != count || variance.count() != count) {
      return context.fail("Adam: parameter, gradient and moments differ in size.");
    }
    if (scalars.count() != 7) return context.fail("Adam: needs seven scalars.");
    const attgan::Shape shape = parameter.shape();
    const attgan::Tensor new_parameter = context.output(0, shape);
    const attgan::Tensor new_mean = context.output(1, shape);
    const attgan::Tensor new_variance = context.output(2, shape);
    if (context.failed()) return;

    const float* s = scalars.floats();
    const Scalars numbers{s[0], s[1], s[2], s[3], s[4], s[5], s[6]};
    const float *p = parameter.floats(), *g = gradient.floats(), *m = mean.floats(), *v = variance.floats();
    float *new_p = new_parameter.floats(), *new_m = new_mean.floats(), *new_v = new_variance.floats();
    attgan::parallel_for(count, 1 << 16, [=](int64_t i, int64_t end) {
      update(end - i, numbers, p + i, g + i, m + i, v + i, new_p + i, new_m + i, new_v + i);
    });
  }
};

const attgan::Operation<Adam> adam("AttganAdam",
                                   {"parameter: float", "gradient: float", "m: float", "v: float", "scalars: float"},
                                   {"new_parameter: float", "new_m: float", "new_v: float"});

}  // namespace
