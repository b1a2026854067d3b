// Winograd's F(2x2, 2x2): four neighbouring results of a convolution with 2x2 taps from 9 products where the definition
// has 16 (Winograd 1980; Lavin and Gray, arXiv 1509.09308). In one dimension, with inputs d and taps g,
//   d0 g0 + d1 g1 = (d0 - d1) g0 + d1 (g0 + g1)
//   d1 g0 + d2 g1 = d1 (g0 + g1) + (d2 - d1) g1
// and in two dimensions the same along both axes: 9 planes. Every plane is a product of matrices over the channels.
// All coefficients are 1 and -1, so hardly a digit is lost. A kernel of 4 that moves by 2 is four kernels of 2, one for
// each parity of a pixel's coordinates: its four phases.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace attgan::winograd {

constexpr int PLANES = 9;

#if defined(__AVX512F__)
constexpr int LANES = 16, ROWS = 12;
#elif defined(__AVX__)
constexpr int LANES = 8, ROWS = 6;
#else
constexpr int LANES = 4, ROWS = 8;
#endif

typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));

// Columns of a tile of a product, and of the panels that a right-hand matrix is stored in.
constexpr int COLUMNS = 2 * LANES;

inline int64_t round_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

// Rows start on different sets of the cache, whatever the number of channels.
inline int64_t row_stride(int64_t depth) { return round_up(depth, LANES) + 16; }

// Whole cache lines, freed at the end of the scope.
struct Free {
  void operator()(float* memory) const { std::free(memory); }
};
using Buffer = std::unique_ptr<float[], Free>;
inline Buffer buffer(int64_t count) {
  return Buffer(static_cast<float*>(std::aligned_alloc(64, round_up(count * sizeof(float), 64))));
}

inline void store(const Lanes& lanes, float* to) { *reinterpret_cast<Lanes*>(to) = lanes; }

// The first `count` values at `from`, then zeros; all zeros where there is nothing.
inline Lanes load(const float* from, int64_t count) {
  if (from == nullptr) return Lanes{};
  if (count >= LANES) return *reinterpret_cast<const Lanes*>(from);
  Lanes lanes{};
  for (int64_t i = 0; i < count; ++i) lanes[i] = from[i];
  return lanes;
}

// ROWS x COLUMNS results: c[r][j] = sum over k of a[r, k] b[k][j], one chain of additions each, where a[r, k] lies at
// r * row_step + k * depth_step. `Sum` adds to what c holds.
template <bool Sum>
inline void multiply_tile(const float* a, int64_t row_step, int64_t depth_step, const float* b, int64_t depth, float* c) {
  Lanes left[ROWS] = {}, right[ROWS] = {};
  if (Sum) {
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
      left[r] = *reinterpret_cast<const Lanes*>(c + r * COLUMNS);
      right[r] = *reinterpret_cast<const Lanes*>(c + r * COLUMNS + LANES);
    }
  }
  for (int64_t k = 0; k < depth; ++k, a += depth_step, b += COLUMNS) {
    const Lanes first = *reinterpret_cast<const Lanes*>(b), second = *reinterpret_cast<const Lanes*>(b + LANES);
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
      const float factor = a[r * row_step];
      left[r] += factor * first;
      right[r] += factor * second;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < ROWS; ++r) {
    *reinterpret_cast<Lanes*>(c + r * COLUMNS) = left[r];
    *reinterpret_cast<Lanes*>(c + r * COLUMNS + LANES) = right[r];
  }
}

// (d0 - d1, d1, d2 - d1) along both axes of 3x3 values.
template <class Value>
inline void transform_data(const Value (&d)[9], Value (&planes)[9]) {
  Value rows[9];
  for (int j = 0; j < 3; ++j) {
    rows[j] = d[j] - d[3 + j];
    rows[3 + j] = d[3 + j];
    rows[6 + j] = d[6 + j] - d[3 + j];
  }
  for (int i = 0; i < 9; i += 3) {
    planes[i] = rows[i] - rows[i + 1];
    planes[i + 1] = rows[i + 1];
    planes[i + 2] = rows[i + 2] - rows[i + 1];
  }
}

// (g0, g0 + g1, g1) along both axes of 2x2 taps.
template <class Value>
inline void transform_taps(const Value (&g)[4], Value (&planes)[9]) {
  planes[0] = g[0], planes[2] = g[1], planes[6] = g[2], planes[8] = g[3];
  planes[1] = g[0] + g[1], planes[7] = g[2] + g[3];
  planes[3] = g[0] + g[2], planes[5] = g[1] + g[3];
  planes[4] = planes[3] + planes[5];
}

// (m0 + m1, m1 + m2) along both axes of 3x3 products: 2x2 results.
template <class Value>
inline void transform_products(const Value (&m)[9], Value (&y)[4]) {
  Value upper[3], lower[3];
  for (int j = 0; j < 3; ++j) {
    upper[j] = m[j] + m[3 + j];
    lower[j] = m[3 + j] + m[6 + j];
  }
  y[0] = upper[0] + upper[1], y[1] = upper[1] + upper[2];
  y[2] = lower[0] + lower[1], y[3] = lower[1] + lower[2];
}

}  // namespace attgan::winograd
