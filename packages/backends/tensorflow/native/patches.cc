// AttganPatches: the patches that a convolution reads, one a row: x [n, height, width, c] to
// [n * out_height * out_width, kernel_height * kernel_width * c], zeros beyond the edges. A convolution is then a matrix
// product. AttganScatterPatches, its adjoint, adds rows back to where they came from.
#include <algorithm>

#include "parallel.h"
#include "window.h"

namespace {

using attgan::Window;

// Columns of the kernel that fall inside the image when its left edge is at `x`.
struct Columns {
  Columns(int64_t x, const Window& w) : begin(std::max<int64_t>(0, -x)), end(std::min(w.kernel_width, w.width - x)) {}
  int64_t begin, end;
};

struct Patches : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0);
    if (context.failed()) return;
    if (x_in.rank() != 4 || x_in.size(1) != height || x_in.size(2) != width) {
      return context.fail("Patches: x must be [n, height, width, channels].");
    }
    const int64_t batch = x_in.size(0), channels = x_in.size(3), row = kernel_width * channels;
    const attgan::Tensor out = context.output(0, {batch * out_height * out_width, kernel_height * row});
    if (context.failed()) return;
    const float* x = x_in.floats();
    float* patches = out.floats();
    attgan::parallel_for(batch * out_height, 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; ++at) {
        const float* image = x + at / out_height * height * width * channels;
        for (int64_t i = 0; i < out_width; ++i) {
          read(image, channels, at % out_height, i, patches + (at * out_width + i) * kernel_height * row);
        }
      }
    });
  }
};

struct ScatterPatches : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const attgan::Tensor in = context.input(0);
    if (context.failed()) return;
    const int64_t places = out_height * out_width, cells = kernel_height * kernel_width;
    if (in.rank() != 2 || in.size(0) % places != 0 || in.size(1) % cells != 0) {
      return context.fail("ScatterPatches: rows must be [n * out_height * out_width, kernel * channels].");
    }
    const int64_t batch = in.size(0) / places, channels = in.size(1) / cells, row = kernel_width * channels;
    const attgan::Tensor out = context.output(0, {batch, height, width, channels});
    if (context.failed()) return;
    const float* patches = in.floats();
    float* x = out.floats();
    // By rows of the result, so that no two threads add to one place, and always in the same order.
    attgan::parallel_for(batch * height, 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; ++at) {
        const int64_t sample = at / height, y = at % height;
        float* to = x + at * width * channels;
        std::fill(to, to + width * channels, 0.0f);
        for (int64_t ky = 0; ky < kernel_height; ++ky) {
          const int64_t from_y = y + top - ky;
          if (from_y < 0 || from_y % stride != 0 || from_y / stride >= out_height) continue;
          const float* rows = patches + (sample * out_height + from_y / stride) * out_width * kernel_height * row;
          for (int64_t i = 0; i < out_width; ++i) {
            const int64_t x0 = i * stride - left;
            const Columns columns(x0, *this);
            const float* from = rows + (i * kernel_height + ky) * row;
            float* __restrict sum = to + x0 * channels;
            for (int64_t j = columns.begin * channels; j < columns.end * channels; ++j) sum[j] += from[j];
          }
        }
      }
    });
  }
};

const attgan::Operation<Patches> patches("AttganPatches", {"x: float"}, {"patches: float"}, WINDOW_ATTRIBUTES);
const attgan::Operation<ScatterPatches> scatter_patches("AttganScatterPatches", {"patches: float"}, {"x: float"},
                                                        WINDOW_ATTRIBUTES);

}  // namespace
