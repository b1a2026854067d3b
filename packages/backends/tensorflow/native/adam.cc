// One Adam update in one pass over memory, in the order of operations of PyTorch's Adam:
//   m' = b1 m + (1 - b1) g        v' = b2 v + (1 - b2) g^2
//   p' = p - rate m' / (sqrt(v') / correction + epsilon)
// where rate = learningRate / (1 - b1^t) and correction = sqrt(1 - b2^t) come from the caller, in double precision.
#include <cmath>
#include <cstring>

#include "operation.h"
#include "parallel.h"

namespace {

struct Scalars {
  float b1, c1, b2, c2, rate, correction, epsilon;
};

// A function of its own, so that the compiler sees that no two arrays overlap and uses vector instructions.
void update(int64_t count, const Scalars s, float* __restrict p, const float* __restrict g, float* __restrict m,
            float* __restrict v) {
  for (int64_t i = 0; i < count; ++i) {
    const float first = s.b1 * m[i] + s.c1 * g[i];
    const float second = s.b2 * v[i] + s.c2 * g[i] * g[i];
    m[i] = first;
    v[i] = second;
    p[i] -= s.rate * first / (std::sqrt(second) / s.correction + s.epsilon);
  }
}

// In place, the results are written over parameter and moments: large networks stay where they are in memory, which
// would be riddled with holes otherwise.
template <bool in_place>
struct Adam {
  explicit Adam(attgan::Construction&) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor gradient = context.input(1);
    const attgan::Tensor scalars = context.input(4);
    if (context.failed()) return;
    const int64_t count = gradient.count();
    if (scalars.count() != 7) return context.fail("Adam: needs seven scalars.");
    const attgan::Tensor parameter = result(context, 0, 0, count);
    const attgan::Tensor mean = result(context, 2, 1, count);
    const attgan::Tensor variance = result(context, 3, 2, count);
    if (context.failed()) return;

    const float* s = scalars.floats();
    const Scalars numbers{s[0], s[1], s[2], s[3], s[4], s[5], s[6]};
    const float* g = gradient.floats();
    float *p = parameter.floats(), *m = mean.floats(), *v = variance.floats();
    attgan::parallel_for(count, 1 << 16,
                         [=](int64_t i, int64_t end) { update(end - i, numbers, p + i, g + i, m + i, v + i); });
  }

 private:
  // Memory that is an output and holds what the input does.
  static attgan::Tensor result(attgan::Context& context, int from, int to, int64_t count) {
    attgan::Tensor given = context.input(from);
    if (context.failed()) return given;
    if (given.count() != count) {
      context.fail("Adam: parameter, gradient and moments differ in size.");
      return given;
    }
    if (in_place) {
      context.hand_on(given, to);
      return given;
    }
    attgan::Tensor copy = context.output(to, given.shape());
    if (!context.failed()) std::memcpy(copy.floats(), given.floats(), count * sizeof(float));
    return copy;
  }
};

const std::initializer_list<const char*> inputs = {"parameter: float", "gradient: float", "m: float", "v: float",
                                                   "scalars: float"};
const std::initializer_list<const char*> outputs = {"new_parameter: float", "new_m: float", "new_v: float"};
const attgan::Operation<Adam<false>> adam("AttganAdam", inputs, outputs);
const attgan::Operation<Adam<true>> adam_in_place("AttganAdamInPlace", inputs, outputs);

}  // namespace
