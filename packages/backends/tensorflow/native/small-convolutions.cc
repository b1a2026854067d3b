// Convolutions of few channels, and their adjoints, in one pass each: patches are read a few at a time and multiplied
// while they are in the cache. TensorFlow's own take longer to begin than such a convolution takes.
//   AttganSmallForward        x [n, height, width, c], filter [kh, kw, c, k] to [n, out_height, out_width, k]
//   AttganSmallTowardsInput   dy [n, out_height, out_width, k], filter to [n, height, width, c]
//   AttganSmallTowardsFilter  x, dy to [kh, kw, c, k]
#include "parallel.h"
#include "small.h"
#include "window.h"

namespace {

using attgan::Phase;
using attgan::Tensor;
using attgan::Window;
using attgan::small::COLUMNS;
using attgan::small::LOT;
using attgan::small::Panels;
using attgan::small::ROWS;

// Multiplications that make up for waking a thread.
constexpr int64_t WORTH_A_THREAD = 1 << 19;

// Rows that one thread takes at a time.
int64_t rows_a_piece(int64_t depth, int64_t width) {
  const int64_t row = depth * ((width + COLUMNS - 1) / COLUMNS) * COLUMNS;
  return std::max<int64_t>(1, WORTH_A_THREAD / (row * LOT)) * LOT;
}

struct Forward : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const Tensor x_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (!is_input(x_in) || !is_filter(filter_in) || filter_in.size(2) != x_in.size(3)) {
      return context.fail("SmallForward: x must be [n, height, width, c] and filter [kernel, kernel, c, k].");
    }
    const int64_t batch = x_in.size(0), channels = x_in.size(3), filters = filter_in.size(3);
    const Tensor out = context.output(0, {batch, out_height, out_width, filters});
    if (context.failed()) return;
    Panels panels(kernel_height * kernel_width * channels, filters);
    for (int64_t k = 0; k < panels.depth; ++k) panels.set(k, filter_in.floats() + k * filters);
    const float* x = x_in.floats();
    float* y = out.floats();
    const int64_t places = out_height * out_width, image = height * width * channels;
    attgan::parallel_for(batch * places, rows_a_piece(panels.depth, filters), [&](int64_t begin, int64_t end) {
      attgan::small::multiply_rows(
          panels, begin, end,
          [&](int64_t row, float* to) {
            const int64_t place = row % places;
            read(x + row / places * image, channels, place / out_width, place % out_width, to);
          },
          [&](int64_t row, int64_t panel, int64_t columns, const float* from) {
            std::copy_n(from, columns, y + row * filters + panel * COLUMNS);
          });
    });
  }
};

struct TowardsInput : Window {
  using Window::Window;

  void compute(attgan::Context& context) {
    const Tensor dy_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (!is_output(dy_in) || !is_filter(filter_in) || filter_in.size(3) != dy_in.size(3)) {
      return context.fail("SmallTowardsInput: dy must be [n, out_height, out_width, k], filter [kernel, kernel, c, k].");
    }
    const Tensor out = context.output(0, {dy_in.size(0), height, width, filter_in.size(2)});
    if (context.failed()) return;
    for (int64_t y = 0; y < std::min(stride, height); ++y) {
      for (int64_t x = 0; x < std::min(stride, width); ++x) {
        compute_phase(dy_in, filter_in, out, Phase(y, height, kernel_height, stride, top),
                      Phase(x, width, kernel_width, stride, left));
      }
    }
  }

  void compute_phase(const Tensor& dy_in, const Tensor& filter_in, const Tensor& out, const Phase& rows,
                     const Phase& columns) const {
    const int64_t batch = dy_in.size(0), channels = filter_in.size(2), filters = filter_in.size(3);
    Panels panels(rows.taps * columns.taps * filters, channels);
    const float* filter = filter_in.floats();
    std::vector<float> values(channels);
    for (int64_t tap = 0; tap < rows.taps * columns.taps; ++tap) {
      const int64_t ky = rows.first + stride * (tap / columns.taps), kx = columns.first + stride * (tap % columns.taps);
      const float* at = filter + (ky * kernel_width + kx) * channels * filters;
      for (int64_t k = 0; k < filters; ++k) {
        for (int64_t c = 0; c < channels; ++c) values[c] = at[c * filters + k];
        panels.set(tap * filters + k, values.data());
      }
    }
    const float* dy = dy_in.floats();
    float* x = out.floats();
    const int64_t places = rows.count * columns.count;
    attgan::parallel_for(batch * places, rows_a_piece(panels.depth, channels), [&](int64_t begin, int64_t end) {
      attgan::small::multiply_rows(
          panels, begin, end,
          [&](int64_t row, float* to) {
            const float* image = dy + row / places * out_height * out_width * filters;
            const int64_t i = row % places / columns.count, j = row % places % columns.count;
            for (int64_t ty = 0; ty < rows.taps; ++ty) {
              for (int64_t tx = 0; tx < columns.taps; ++tx, to += filters) {
                const int64_t y = i + rows.shift - ty, from = j + columns.shift - tx;
                if (y < 0 || y >= out_height || from < 0 || from >= out_width) std::fill_n(to, filters, 0.0f);
                else std::copy_n(image + (y * out_width + from) * filters, filters, to);
              }
            }
          },
          [&](int64_t row, int64_t panel, int64_t count, const float* from) {
            const int64_t i = row % places / columns.count, j = row % places % columns.count;
            const int64_t y = stride * i + rows.remainder, column = stride * j + columns.remainder;
            float* to = x + ((row / places * height + y) * width + column) * channels;
            std::copy_n(from, count, to + panel * COLUMNS);
          });
    });
  }
};

struct TowardsFilter : Window {
  using Window::Window;

  // Positions whose products are summed by one thread; the parts are then added in order.
  static constexpr int64_t PART = 1024;

  void compute(attgan::Context& context) {
    const Tensor x_in = context.input(0), dy_in = context.input(1);
    if (context.failed()) return;
    if (!is_input(x_in) || !is_output(dy_in) || x_in.size(0) != dy_in.size(0)) {
      return context.fail("SmallTowardsFilter: x must be [n, height, width, c] and dy [n, out_height, out_width, k].");
    }
    const int64_t channels = x_in.size(3), filters = dy_in.size(3), depth = kernel_height * kernel_width * channels;
    const Tensor out = context.output(0, {kernel_height, kernel_width, channels, filters});
    if (context.failed()) return;
    const int64_t rows = x_in.size(0) * out_height * out_width, parts = (rows + PART - 1) / PART;
    const int64_t padded = (depth + ROWS - 1) / ROWS * ROWS, panels = (filters + COLUMNS - 1) / COLUMNS;
    std::vector<std::vector<float>> sums(parts);
    attgan::parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; ++part) {
        sums[part].resize(panels * padded * COLUMNS);
        add(x_in, dy_in, part * PART, std::min(rows, (part + 1) * PART), padded, sums[part].data());
      }
    });
    float* gradient = out.floats();
    for (int64_t k = 0; k < depth; ++k) {
      for (int64_t panel = 0; panel < panels; ++panel) {
        const int64_t at = (panel * padded + k) * COLUMNS, columns = std::min<int64_t>(COLUMNS, filters - panel * COLUMNS);
        float* to = gradient + k * filters + panel * COLUMNS;
        std::copy_n(sums[0].data() + at, columns, to);
        for (int64_t part = 1; part < parts; ++part) {
          for (int64_t j = 0; j < columns; ++j) to[j] += sums[part][at + j];
        }
      }
    }
  }

  // sums [panel][padded depth][COLUMNS] of rows `begin` to `end`
  void add(const Tensor& x_in, const Tensor& dy_in, int64_t begin, int64_t end, int64_t padded, float* sums) const {
    const int64_t channels = x_in.size(3), filters = dy_in.size(3), places = out_height * out_width;
    const float *x = x_in.floats(), *dy = dy_in.floats();
    static thread_local std::vector<float> patches;
    patches.assign(std::max<size_t>(patches.size(), LOT * padded), 0.0f);
    Panels slopes(LOT, filters);
    for (int64_t first = begin; first < end; first += LOT) {
      const int64_t count = std::min(LOT, end - first);
      for (int64_t i = 0; i < count; ++i) {
        const int64_t place = (first + i) % places;
        read(x + (first + i) / places * height * width * channels, channels, place / out_width, place % out_width,
             patches.data() + i * padded);
        slopes.set(i, dy + (first + i) * filters);
      }
      for (int64_t panel = 0; panel < slopes.count; ++panel) {
        for (int64_t k = 0; k < padded; k += ROWS) {
          attgan::small::multiply_tile<true>(slopes.columns(panel), patches.data() + k, 1, padded, slopes.at(panel), count,
                                             sums + (panel * padded + k) * COLUMNS);
        }
      }
    }
  }
};

const attgan::Operation<Forward> forward("AttganSmallForward", {"x: float", "filter: float"}, {"y: float"},
                                         WINDOW_ATTRIBUTES);
const attgan::Operation<TowardsInput> towards_input("AttganSmallTowardsInput", {"dy: float", "filter: float"},
                                                    {"dx: float"}, WINDOW_ATTRIBUTES);
const attgan::Operation<TowardsFilter> towards_filter("AttganSmallTowardsFilter", {"x: float", "dy: float"},
                                                      {"gradient: float"}, WINDOW_ATTRIBUTES);

}  // namespace
