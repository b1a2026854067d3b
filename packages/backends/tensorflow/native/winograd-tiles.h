// Images in tiles of Winograd's F(2x2, 2x2), and what all tiles of a batch are multiplied by.
#pragma once

#include <algorithm>
#include <cstdint>

#include "operation.h"
#include "winograd.h"

namespace attgan::winograd {

// A kernel's taps along one axis that one phase reads, first the one of the earlier pixel. Forward, phase p reads pixels
// 2i - 1 + p and 2i + 1 + p of x for result i; backward, it makes result 2i + p of i - 1 + p and i + p of dy.
constexpr int FORWARD_TAPS[2][2] = {{0, 2}, {1, 3}};
constexpr int BACKWARD_TAPS[2][2] = {{3, 1}, {2, 0}};

constexpr int KERNEL = 4, PHASES = 4;

// [height, width, channels]
struct Image {
  float* at(int64_t y, int64_t x) const {
    const bool inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? data + (y * width + x) * channels : nullptr;
  }
  float* data;
  int64_t height, width, channels;
};

// [batch, height, width, channels]
struct Images {
  explicit Images(const Tensor& tensor)
      : data(tensor.floats()), batch(tensor.size(0)), height(tensor.size(1)), width(tensor.size(2)), channels(tensor.size(3)) {}
  Image operator[](int64_t sample) const {
    return {data + sample * height * width * channels, height, width, channels};
  }
  float* data;
  int64_t batch, height, width, channels;
};

// [KERNEL, KERNEL, channels, filters]
struct Filter {
  explicit Filter(const Tensor& tensor) : data(tensor.floats()), channels(tensor.size(2)), filters(tensor.size(3)) {}
  // The filters' weights for one channel at one of a phase's four taps.
  float* at(const int (&taps)[2][2], int phase, int tap, int64_t channel) const {
    const int64_t y = taps[phase / 2][tap / 2], x = taps[phase % 2][tap % 2];
    return data + ((y * KERNEL + x) * channels + channel) * filters;
  }
  float* data;
  int64_t channels, filters;
};

// One tile's 3x3 pixels, channel by channel, to the nine planes at `to`, `plane` values apart. A null pixel is zero.
inline void read_tile(const float* const (&pixels)[9], int64_t channels, float* to, int64_t plane) {
  int64_t c = 0;
  for (; c + LANES <= channels; c += LANES) {
    Lanes d[9], planes[9];
    for (int i = 0; i < 9; ++i) d[i] = pixels[i] == nullptr ? Lanes{} : *reinterpret_cast<const Lanes*>(pixels[i] + c);
    transform_data(d, planes);
    for (int i = 0; i < 9; ++i) *reinterpret_cast<Lanes*>(to + i * plane + c) = planes[i];
  }
  for (; c < channels; ++c) {
    float d[9], planes[9];
    for (int i = 0; i < 9; ++i) d[i] = pixels[i] == nullptr ? 0.0f : pixels[i][c];
    transform_data(d, planes);
    for (int i = 0; i < 9; ++i) to[i * plane + c] = planes[i];
  }
}

// Nine planes of products, `plane` values apart, to the 2x2 pixels of one tile. A null pixel is left out.
inline void write_tile(const float* from, int64_t plane, int64_t columns, float* const (&pixels)[4]) {
  if (columns == COLUMNS) {
    for (int64_t c = 0; c < COLUMNS; c += LANES) {
      Lanes m[9], y[4];
      for (int i = 0; i < 9; ++i) m[i] = *reinterpret_cast<const Lanes*>(from + i * plane + c);
      transform_products(m, y);
      for (int i = 0; i < 4; ++i)
        if (pixels[i] != nullptr) *reinterpret_cast<Lanes*>(pixels[i] + c) = y[i];
    }
    return;
  }
  for (int64_t c = 0; c < columns; ++c) {
    float m[9], y[4];
    for (int i = 0; i < 9; ++i) m[i] = from[i * plane + c];
    transform_products(m, y);
    for (int i = 0; i < 4; ++i)
      if (pixels[i] != nullptr) pixels[i][c] = y[i];
  }
}

// A stack of nine matrices [depth, width], each in panels of COLUMNS columns, [panel][plane][depth][COLUMNS].
struct Panels {
  Panels(int64_t depth, int64_t width)
      : depth(depth), width(width), count((width + COLUMNS - 1) / COLUMNS), data(buffer(count * PLANES * depth * COLUMNS)) {}
  float* at(int64_t panel, int64_t plane) const { return data.get() + (panel * PLANES + plane) * depth * COLUMNS; }
  int64_t columns(int64_t panel) const { return std::min<int64_t>(COLUMNS, width - panel * COLUMNS); }
  int64_t depth, width, count;
  Buffer data;
};

// 2x2 results each, of `rows` x `columns` in all, over a batch.
struct Tiles {
  Tiles(int64_t batch, int64_t rows, int64_t columns)
      : rows(rows), columns(columns), down((rows + 1) / 2), across((columns + 1) / 2), count(batch * down * across) {}
  int64_t sample(int64_t tile) const { return tile / (down * across); }
  int64_t y(int64_t tile) const { return tile / across % down * 2; }
  int64_t x(int64_t tile) const { return tile % across * 2; }
  // As many as fit the caches with `depth` values in nine planes.
  int64_t chunk(int64_t depth) const {
    const int64_t most = std::clamp<int64_t>((int64_t{3} << 19) / (PLANES * row_stride(depth)), ROWS, 20 * ROWS);
    const int64_t pieces = round_up(count / most + 1, 4);
    return round_up((count + pieces - 1) / pieces, ROWS);
  }
  int64_t rows, columns, down, across, count;
};

// Products of all tiles from `begin` to `end` with all panels. read(tile, to, plane) fills a tile's rows; write(tile,
// panel, from, plane) takes its products.
template <class Read, class Write>
void multiply(const Panels& panels, int64_t begin, int64_t end, const Read& read, const Write& write) {
  const int64_t stride = row_stride(panels.depth), rows = round_up(end - begin, ROWS), plane = rows * stride;
  const Buffer data = buffer(PLANES * plane), products = buffer(PLANES * rows * COLUMNS);
  for (int64_t row = 0; row < rows; ++row) {
    // Rows that fill up the last tile of the product are never read back: any finite value will do.
    if (row < end - begin) read(begin + row, data.get() + row * stride, plane);
    else
      for (int i = 0; i < PLANES; ++i) std::fill_n(data.get() + i * plane + row * stride, panels.depth, 0.0f);
  }
  for (int64_t panel = 0; panel < panels.count; ++panel) {
    for (int i = 0; i < PLANES; ++i)
      for (int64_t row = 0; row < rows; row += ROWS)
        multiply_tile<false>(data.get() + i * plane + row * stride, stride, 1, panels.at(panel, i), panels.depth,
                             products.get() + (i * rows + row) * COLUMNS);
    for (int64_t row = 0; row < end - begin; ++row)
      write(begin + row, panel, products.get() + row * COLUMNS, rows * COLUMNS);
  }
}

// What a phase of a forward convolution reads for the tile at (y, x): see read_tile.
inline void read_phase(const Image& image, int64_t y, int64_t x, int phase, float* to, int64_t plane) {
  const float* pixels[9];
  for (int i = 0; i < 9; ++i) pixels[i] = image.at(2 * (y + i / 3) - 1 + phase / 2, 2 * (x + i % 3) - 1 + phase % 2);
  read_tile(pixels, image.channels, to, plane);
}

}  // namespace attgan::winograd
