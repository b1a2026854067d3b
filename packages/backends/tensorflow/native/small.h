// Products of small matrices, by tiles of ROWS rows and up to two vectors of columns, for convolutions that read their
// patches themselves.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "winograd.h"

namespace attgan::small {

using winograd::COLUMNS;
using winograd::LANES;
using winograd::Lanes;
using winograd::ROWS;

// ROWS x (WIDTH * LANES) results, COLUMNS apart: c[r][j] = sum over k of a[r, k] b[k][j], where a[r, k] lies at
// r * row_step + k * depth_step and rows of b are COLUMNS apart. `Sum` adds to what c holds.
template <bool Sum, int WIDTH>
inline void multiply_tile(const float* a, int64_t row_step, int64_t depth_step, const float* b, int64_t depth, float* c) {
  if (WIDTH == 2) return winograd::multiply_tile<Sum>(a, row_step, depth_step, b, depth, c);
  Lanes sums[ROWS] = {};
  if (Sum) {
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) sums[r] = *reinterpret_cast<const Lanes*>(c + r * COLUMNS);
  }
  for (int64_t k = 0; k < depth; ++k, a += depth_step, b += COLUMNS) {
    const Lanes row = *reinterpret_cast<const Lanes*>(b);
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) sums[r] += a[r * row_step] * row;
  }
#pragma GCC unroll 16
  for (int r = 0; r < ROWS; ++r) *reinterpret_cast<Lanes*>(c + r * COLUMNS) = sums[r];
}

template <bool Sum>
inline void multiply_tile(int64_t columns, const float* a, int64_t row_step, int64_t depth_step, const float* b,
                          int64_t depth, float* c) {
  if (columns > LANES) return multiply_tile<Sum, 2>(a, row_step, depth_step, b, depth, c);
  multiply_tile<Sum, 1>(a, row_step, depth_step, b, depth, c);
}

// A right-hand matrix in panels of COLUMNS columns, the last filled up with zeros.
struct Panels {
  Panels(int64_t depth, int64_t width)
      : depth(depth), width(width), count((width + COLUMNS - 1) / COLUMNS), values(count * depth * COLUMNS, 0.0f) {}

  float* row(int64_t panel, int64_t k) { return values.data() + (panel * depth + k) * COLUMNS; }
  const float* at(int64_t panel) const { return values.data() + panel * depth * COLUMNS; }
  int64_t columns(int64_t panel) const { return std::min<int64_t>(COLUMNS, width - panel * COLUMNS); }

  // Row k of the matrix, from `width` values.
  void set(int64_t k, const float* from) {
    for (int64_t panel = 0; panel < count; ++panel) {
      std::copy_n(from + panel * COLUMNS, columns(panel), row(panel, k));
    }
  }

  int64_t depth, width, count;
  std::vector<float> values;
};

// Rows of a left-hand matrix that are read at once.
constexpr int64_t LOT = 4 * ROWS;

// For rows `begin` to `end`: read(row, to) writes `depth` values of it, and write(row, panel, columns, from) receives
// its results.
template <class Read, class Write>
void multiply_rows(const Panels& panels, int64_t begin, int64_t end, const Read& read, const Write& write) {
  static thread_local std::vector<float> lot;
  lot.resize(std::max<size_t>(lot.size(), LOT * panels.depth));
  alignas(64) float results[ROWS * COLUMNS];
  for (int64_t first = begin; first < end; first += LOT) {
    const int64_t count = std::min(LOT, end - first);
    for (int64_t i = 0; i < count; ++i) read(first + i, lot.data() + i * panels.depth);
    for (int64_t panel = 0; panel < panels.count; ++panel) {
      const int64_t columns = panels.columns(panel);
      for (int64_t i = 0; i < count; i += ROWS) {
        // Rows beyond the last are those of an earlier lot, or zero; nobody reads what becomes of them.
        multiply_tile<false>(columns, lot.data() + i * panels.depth, panels.depth, 1, panels.at(panel), panels.depth,
                             results);
        const int64_t rows = std::min<int64_t>(ROWS, count - i);
        for (int64_t r = 0; r < rows; ++r) write(first + i + r, panel, columns, results + r * COLUMNS);
      }
    }
  }
}

}  // namespace attgan::small
