// AttganWinogradForward: a convolution of kernel 4 and stride 2, edges padded with one zero: x [n, height, width, c] and
// filter [4, 4, c, k] to [n, ceil(height / 2), ceil(width / 2), k]. See winograd.h.
#include "parallel.h"
#include "winograd-tiles.h"

namespace {

using namespace attgan::winograd;

// The phases' matrices one below the other: their products add up.
void fill(const Panels& panels, int64_t panel, const Filter& filter) {
  for (int phase = 0; phase < PHASES; ++phase) {
    for (int64_t channel = 0; channel < filter.channels; ++channel) {
      const float* taps[4];
      for (int t = 0; t < 4; ++t) taps[t] = filter.at(FORWARD_TAPS, phase, t, channel) + panel * COLUMNS;
      for (int64_t j = 0; j < COLUMNS; j += LANES) {
        Lanes g[4], planes[PLANES];
        for (int t = 0; t < 4; ++t) g[t] = load(taps[t] + j, panels.columns(panel) - j);
        transform_taps(g, planes);
        const int64_t row = phase * filter.channels + channel;
        for (int i = 0; i < PLANES; ++i) store(planes[i], panels.at(panel, i) + row * COLUMNS + j);
      }
    }
  }
}

struct Forward {
  explicit Forward(attgan::Construction&) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor x_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (x_in.rank() != 4 || filter_in.rank() != 4 || filter_in.size(2) != x_in.size(3)) {
      return context.fail("WinogradForward: x must be [n, height, width, c] and filter [4, 4, c, k].");
    }
    const Images x(x_in);
    const Filter filter(filter_in);
    const attgan::Tensor out = context.output(0, {x.batch, (x.height + 1) / 2, (x.width + 1) / 2, filter.filters});
    if (context.failed()) return;
    const Images y(out);
    const Panels panels(PHASES * x.channels, filter.filters);
    attgan::parallel_for(panels.count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t panel = begin; panel < end; ++panel) fill(panels, panel, filter);
    });
    const Tiles tiles(y.batch, y.height, y.width);
    attgan::parallel_for(tiles.count, tiles.chunk(panels.depth), [&](int64_t begin, int64_t end) {
      multiply(
          panels, begin, end,
          [&](int64_t tile, float* to, int64_t plane) {
            for (int phase = 0; phase < PHASES; ++phase) {
              read_phase(x[tiles.sample(tile)], tiles.y(tile), tiles.x(tile), phase, to + phase * x.channels, plane);
            }
          },
          [&](int64_t tile, int64_t panel, const float* from, int64_t plane) {
            float* pixels[4];
            for (int i = 0; i < 4; ++i) {
              pixels[i] = y[tiles.sample(tile)].at(tiles.y(tile) + i / 2, tiles.x(tile) + i % 2);
              if (pixels[i] != nullptr) pixels[i] += panel * COLUMNS;
            }
            write_tile(from, plane, panels.columns(panel), pixels);
          });
    });
  }
};

const attgan::Operation<Forward> forward("AttganWinogradForward", {"x: float", "filter: float"}, {"y: float"});

}  // namespace
