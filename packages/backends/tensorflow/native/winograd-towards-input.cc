// AttganWinogradTowardsInput: the adjoint of AttganWinogradForward towards x, which is a transposed convolution: dy
// [n, ceil(height / 2), ceil(width / 2), k] and filter [4, 4, c, k] to [n, height, width, c]. See winograd.h.
#include "parallel.h"
#include "winograd-tiles.h"

namespace {

using namespace attgan::winograd;

// A phase's matrices. Filters lie innermost and channels are wanted so: LANES filters at a time, then turned over.
void fill(const Panels& panels, int64_t panel, const Filter& filter, int phase) {
  float turned[PLANES][COLUMNS][LANES];
  for (int64_t k = 0; k < filter.filters; k += LANES) {
    const int64_t left = filter.filters - k;
    for (int64_t j = 0; j < COLUMNS; ++j) {
      Lanes g[4], planes[PLANES];
      for (int t = 0; t < 4; ++t) {
        const bool present = j < panels.columns(panel);
        g[t] = load(present ? filter.at(BACKWARD_TAPS, phase, t, panel * COLUMNS + j) + k : nullptr, left);
      }
      transform_taps(g, planes);
      for (int i = 0; i < PLANES; ++i) store(planes[i], turned[i][j]);
    }
    for (int i = 0; i < PLANES; ++i) {
      float* to = panels.at(panel, i) + k * COLUMNS;
      for (int64_t lane = 0; lane < std::min<int64_t>(LANES, left); ++lane)
        for (int64_t j = 0; j < COLUMNS; ++j) to[lane * COLUMNS + j] = turned[i][j][lane];
    }
  }
}

struct TowardsInput {
  explicit TowardsInput(attgan::Construction& c)
      : height(c.int_attribute("height")), width(c.int_attribute("width")) {}

  void compute(attgan::Context& context) {
    const attgan::Tensor dy_in = context.input(0), filter_in = context.input(1);
    if (context.failed()) return;
    if (dy_in.rank() != 4 || filter_in.rank() != 4 || filter_in.size(3) != dy_in.size(3) ||
        dy_in.size(1) != (height + 1) / 2 || dy_in.size(2) != (width + 1) / 2) {
      return context.fail("WinogradTowardsInput: dy must be [n, height / 2, width / 2, k] and filter [4, 4, c, k].");
    }
    const Images dy(dy_in);
    const Filter filter(filter_in);
    const attgan::Tensor out = context.output(0, {dy.batch, height, width, filter.channels});
    if (context.failed()) return;
    // One phase after the other: their matrices together take more than twice the memory of the filter.
    for (int phase = 0; phase < PHASES; ++phase) compute_phase(phase, dy, filter, Images(out));
  }

  void compute_phase(int phase, const Images& dy, const Filter& filter, const Images& dx) const {
    const int down = phase / 2, across = phase % 2;
    const Panels panels(filter.filters, filter.channels);
    attgan::parallel_for(panels.count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t panel = begin; panel < end; ++panel) fill(panels, panel, filter, phase);
    });
    const Tiles tiles(dy.batch, (height - down + 1) / 2, (width - across + 1) / 2);
    attgan::parallel_for(tiles.count, tiles.chunk(panels.depth), [&](int64_t begin, int64_t end) {
      multiply(
          panels, begin, end,
          [&](int64_t tile, float* to, int64_t plane) {
            const Image image = dy[tiles.sample(tile)];
            const float* pixels[9];
            for (int i = 0; i < 9; ++i) {
              pixels[i] = image.at(tiles.y(tile) - 1 + down + i / 3, tiles.x(tile) - 1 + across + i % 3);
            }
            read_tile(pixels, dy.channels, to, plane);
          },
          [&](int64_t tile, int64_t panel, const float* from, int64_t plane) {
            const Image image = dx[tiles.sample(tile)];
            float* pixels[4];
            for (int i = 0; i < 4; ++i) {
              pixels[i] = image.at(2 * (tiles.y(tile) + i / 2) + down, 2 * (tiles.x(tile) + i % 2) + across);
              if (pixels[i] != nullptr) pixels[i] += panel * COLUMNS;
            }
            write_tile(from, plane, panels.columns(panel), pixels);
          });
    });
  }

  int64_t height, width;
};

const attgan::Operation<TowardsInput> towards_input("AttganWinogradTowardsInput", {"dy: float", "filter: float"},
                                                    {"dx: float"}, {"height: int", "width: int"});

}  // namespace
