// Convolutions of wide pictures, and their adjoints towards the input, by vectors of neighbouring pixels: see planar.h.
//   AttganPlanarForward        x [n, height, width, c], filter [kh, kw, c, k] to [n, out_height, out_width, k]
//   AttganPlanarTowardsInput   dy [n, out_height, out_width, k], filter to [n, height, width, c]
#include "parallel.h"
#include "planar-passes.h"
#include "window.h"

namespace {

using attgan::Phase;
using attgan::Tensor;
using attgan::Window;
using attgan::planar::Pass;
using attgan::planar::Passes;

int64_t floor_divide(int64_t value, int64_t by) { return (value >= 0 ? value : value - by + 1) / by; }

struct Forward : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const Tensor x_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (!is_input(x_in) || !is_filter(filter_in) || filter_in.size(2) != x_in.size(3)) {
      return context.fail("PlanarForward: x must be [n, height, width, c] and filter [kernel, kernel, c, k].");
    }
    const int64_t channels = x_in.size(3), filters = filter_in.size(3);
    const Tensor out = context.output(0, {x_in.size(0), out_height, out_width, filters});
    if (context.failed()) return;
    const float* filter = filter_in.floats();

    // Tap kx reads column stride * j + kx - left, which stands at j + (kx + shift) / stride of a plane for its remainder.
    const int64_t first = floor_divide(-left, stride) * stride, shift = -left - first;
    Passes passes{channels, filters, stride, kernel_height, -top, first};
    Pass pass{out_height, out_width, 0, out_width, 1};
    for (int64_t ky = 0; ky < kernel_height; ++ky) {
      for (int64_t kx = 0; kx < kernel_width; ++kx) {
        const float* weights = filter + (ky * kernel_width + kx) * channels * filters;
        pass.taps.push_back({ky, (kx + shift) % stride, (kx + shift) / stride, weights});
      }
    }
    pass.take_weights(channels, filters, filters, 1);
    passes.add(std::move(pass), stride);
    passes.run(x_in, out);
  }
};

struct TowardsInput : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const Tensor dy_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (!is_output(dy_in) || !is_filter(filter_in) || filter_in.size(3) != dy_in.size(3)) {
      return context.fail("PlanarTowardsInput: dy must be [n, out_height, out_width, k], filter [kernel, kernel, c, k].");
    }
    const int64_t channels = filter_in.size(2), filters = filter_in.size(3);
    const Tensor out = context.output(0, {dy_in.size(0), height, width, channels});
    if (context.failed()) return;
    const float* filter = filter_in.floats();

    const int64_t down = std::min(stride, height), across = std::min(stride, width);
    const auto row_phase = [&](int64_t y) { return Phase(y, height, kernel_height, stride, top); };
    const auto column_phase = [&](int64_t x) { return Phase(x, width, kernel_width, stride, left); };
    const auto lowest = [](const Phase& phase) { return phase.shift - phase.taps + 1; };
    int64_t first_row = 0, last_row = 0, first_column = 0;
    for (int64_t y = 0; y < down; ++y) {
      first_row = std::min(first_row, lowest(row_phase(y)));
      last_row = std::max(last_row, row_phase(y).shift);
    }
    for (int64_t x = 0; x < across; ++x) first_column = std::min(first_column, lowest(column_phase(x)));

    Passes passes{filters, channels, 1, last_row - first_row + 1, first_row, first_column};
    for (int64_t y = 0; y < down; ++y) {
      for (int64_t x = 0; x < across; ++x) {
        const Phase rows = row_phase(y), columns = column_phase(x);
        Pass pass{rows.count, columns.count, y * width + x, stride * width, stride};
        for (int64_t ty = 0; ty < rows.taps; ++ty) {
          for (int64_t tx = 0; tx < columns.taps; ++tx) {
            const int64_t ky = rows.first + stride * ty, kx = columns.first + stride * tx;
            const float* weights = filter + (ky * kernel_width + kx) * channels * filters;
            pass.taps.push_back({rows.shift - ty - first_row, 0, columns.shift - tx - first_column, weights});
          }
        }
        pass.take_weights(filters, channels, 1, filters);
        passes.add(std::move(pass), 1);
      }
    }
    passes.run(dy_in, out);
  }
};

const attgan::Operation<Forward> forward("AttganPlanarForward", {"x: float", "filter: float"}, {"y: float"},
                                         WINDOW_ATTRIBUTES);
const attgan::Operation<TowardsInput> towards_input("AttganPlanarTowardsInput", {"dy: float", "filter: float"},
                                                    {"dx: float"}, WINDOW_ATTRIBUTES);

}  // namespace
