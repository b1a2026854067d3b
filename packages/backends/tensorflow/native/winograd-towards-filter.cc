// AttganWinogradTowardsFilter: the adjoint of AttganWinogradForward towards the filter: x [n, height, width, c] and dy
// [n, ceil(height / 2), ceil(width / 2), k] to [4, 4, c, k]. Two taps and two results change places in F(2x2, 2x2), so
// x is transformed as it is forward, dy as taps are, and the products, summed over all tiles, as results are.
#include "parallel.h"
#include "winograd-tiles.h"

namespace {

using namespace attgan::winograd;

// Tiles whose transforms are held at once. Sums go on from one lot to the next, so their order is that of the tiles.
constexpr int64_t LOT = 192;

// Values that the sums may take. Beyond it, one phase is done after the other, and dy transformed for each.
constexpr int64_t MOST_SUMS = int64_t{4} << 20;

struct Work {
  Work(const Images& x, const Images& dy)
      : x(x), dy(dy), tiles(dy.batch, dy.height, dy.width), lot(std::min(LOT, tiles.count)),
        rows(round_up(x.channels, ROWS)), stride(rows + 16), panels((dy.channels + COLUMNS - 1) / COLUMNS),
        at_once(PHASES * PLANES * panels * rows * COLUMNS <= MOST_SUMS ? PHASES : 1),
        data(zeros(at_once * PLANES * lot * stride)), slopes(zeros(PLANES * panels * lot * COLUMNS)),
        sums(buffer(at_once * PLANES * panels * rows * COLUMNS)) {}

  static Buffer zeros(int64_t count) {
    Buffer memory = buffer(count);
    std::fill_n(memory.get(), count, 0.0f);
    return memory;
  }

  // Phases from `start` on, `at_once` of them: a tile's x goes to data [phase][plane][lot][stride], its dy to slopes
  // [plane][panel][lot][COLUMNS].
  void transform(int start, int64_t tile, int64_t at) const {
    const int64_t sample = tiles.sample(tile), y = tiles.y(tile), column = tiles.x(tile);
    for (int phase = 0; phase < at_once; ++phase) {
      read_phase(x[sample], y, column, start + phase, data.get() + (phase * PLANES * lot + at) * stride, lot * stride);
    }
    const float* pixels[4];
    for (int i = 0; i < 4; ++i) pixels[i] = dy[sample].at(y + i / 2, column + i % 2);
    for (int64_t k = 0; k < dy.channels; k += LANES) {
      Lanes g[4], planes[PLANES];
      for (int i = 0; i < 4; ++i) g[i] = load(pixels[i] == nullptr ? nullptr : pixels[i] + k, dy.channels - k);
      transform_taps(g, planes);
      float* to = slopes.get() + (k / COLUMNS * lot + at) * COLUMNS + k % COLUMNS;
      for (int i = 0; i < PLANES; ++i) store(planes[i], to + i * panels * lot * COLUMNS);
    }
  }

  // sums [phase][plane][panel][rows][COLUMNS] += data transposed times slopes, over `count` tiles of the lot
  void multiply(int64_t task, int64_t count, bool first) const {
    const int64_t plane = task / panels, panel = task % panels;
    const float* a = data.get() + plane * lot * stride;
    const float* b = slopes.get() + (plane % PLANES * panels + panel) * lot * COLUMNS;
    float* c = sums.get() + task * rows * COLUMNS;
    for (int64_t row = 0; row < rows; row += ROWS) {
      if (first) multiply_tile<false>(a + row, 1, stride, b, count, c + row * COLUMNS);
      else multiply_tile<true>(a + row, 1, stride, b, count, c + row * COLUMNS);
    }
  }

  void write(int start, int64_t task, const Filter& gradient) const {
    const int64_t phase = task / panels, panel = task % panels;
    const float* from = sums.get() + (phase * PLANES * panels + panel) * rows * COLUMNS;
    for (int64_t channel = 0; channel < x.channels; ++channel) {
      float* taps[4];
      for (int t = 0; t < 4; ++t) taps[t] = gradient.at(FORWARD_TAPS, start + phase, t, channel) + panel * COLUMNS;
      const int64_t columns = std::min<int64_t>(COLUMNS, dy.channels - panel * COLUMNS);
      write_tile(from + channel * COLUMNS, panels * rows * COLUMNS, columns, taps);
    }
  }

  const Images& x;
  const Images& dy;
  const Tiles tiles;
  const int64_t lot, rows, stride, panels;
  const int at_once;
  const Buffer data, slopes, sums;
};

struct TowardsFilter {
  explicit TowardsFilter(attgan::Construction&) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0), dy_in = context.input(1);
    if (context.failed()) return;
    if (x_in.rank() != 4 || dy_in.rank() != 4 || dy_in.size(0) != x_in.size(0) ||
        dy_in.size(1) != (x_in.size(1) + 1) / 2 || dy_in.size(2) != (x_in.size(2) + 1) / 2) {
      return context.fail("WinogradTowardsFilter: x must be [n, height, width, c], dy [n, height / 2, width / 2, k].");
    }
    const Images x(x_in), dy(dy_in);
    const attgan::Tensor out = context.output(0, {KERNEL, KERNEL, x.channels, dy.channels});
    if (context.failed()) return;
    const Work work(x, dy);
    for (int phase = 0; phase < PHASES; phase += work.at_once) compute_phases(work, phase, Filter(out));
  }

  static void compute_phases(const Work& work, int start, const Filter& gradient) {
    for (int64_t first = 0; first < work.tiles.count; first += LOT) {
      const int64_t count = std::min(LOT, work.tiles.count - first);
      attgan::parallel_for(count, 8, [&](int64_t begin, int64_t end) {
        for (int64_t at = begin; at < end; ++at) work.transform(start, first + at, at);
      });
      attgan::parallel_for(work.at_once * PLANES * work.panels, 1, [&](int64_t begin, int64_t end) {
        for (int64_t task = begin; task < end; ++task) work.multiply(task, count, first == 0);
      });
    }
    attgan::parallel_for(work.at_once * work.panels, 1, [&](int64_t begin, int64_t end) {
      for (int64_t task = begin; task < end; ++task) work.write(start, task, gradient);
    });
  }
};

const attgan::Operation<TowardsFilter> towards_filter("AttganWinogradTowardsFilter", {"x: float", "dy: float"},
                                                      {"gradient: float"});

}  // namespace
