// Convolutions that make few channels of wide pictures, a vector of neighbouring pixels at a time: a vector of channels
// would be mostly empty. Pictures are taken apart into one plane for each channel, a band of rows at a time, so that
// the planes stay in the cache.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include "winograd.h"

namespace attgan::planar {

using winograd::LANES;
using winograd::Lanes;
using winograd::round_up;

// Channels of results that are computed at once.
constexpr int GROUP = LANES == 16 ? 8 : 4;

// Rows `first` to `first + rows` of a picture [height, width, channels] and columns from `left` on, zeros beyond the
// edges: plane (phase, channel) holds every `step`-th column. A thread has one at a time.
class Planes {
 public:
  Planes(int64_t step, int64_t channels, int64_t rows, int64_t columns)
      : step_(step), channels_(channels), rows_(rows), width_(round_up(columns + 2 * LANES, LANES)) {
    // Kept by each thread: `fill` writes over all of it.
    static thread_local std::vector<float> memory;
    memory.resize(std::max<size_t>(memory.size(), step * channels * rows * width_));
    values_ = memory.data();
  }

  void fill(const float* picture, int64_t height, int64_t width, int64_t first, int64_t left) {
    for (int64_t phase = 0; phase < step_; ++phase) {
      // Columns that lie inside: left + phase + step * begin to left + phase + step * end.
      const int64_t from = left + phase;
      const int64_t begin = std::min(width_, from >= 0 ? 0 : (-from + step_ - 1) / step_);
      const int64_t end = std::clamp((width - from + step_ - 1) / step_, begin, width_);
      for (int64_t row = 0; row < rows_; ++row) {
        const int64_t y = first + row;
        float* to = values_ + at(phase, 0, row);
        if (y < 0 || y >= height) {
          for (int64_t c = 0; c < channels_; ++c) std::fill_n(to + c * channel_step(), width_, 0.0f);
          continue;
        }
        const float* pixels = picture + (y * width + from + step_ * begin) * channels_;
        for (int64_t c = 0; c < channels_; ++c) {
          std::fill_n(to + c * channel_step(), begin, 0.0f);
          std::fill_n(to + c * channel_step() + end, width_ - end, 0.0f);
        }
        spread(pixels, end - begin, to + begin);
      }
    }
  }

  int64_t at(int64_t phase, int64_t channel, int64_t row) const {
    return ((phase * channels_ + channel) * rows_ + row) * width_;
  }
  int64_t channel_step() const { return rows_ * width_; }
  int64_t width() const { return width_; }
  const float* data() const { return values_; }

 private:
  void spread(const float* pixels, int64_t count, float* to) const {
    const int64_t pixel = step_ * channels_, plane = channel_step();
    int64_t c = 0;
    for (; c + 4 <= channels_; c += 4) {
      float *a = to + c * plane, *b = a + plane, *d = b + plane, *e = d + plane;
      const float* from = pixels + c;
      for (int64_t i = 0; i < count; ++i, from += pixel) a[i] = from[0], b[i] = from[1], d[i] = from[2], e[i] = from[3];
    }
    for (; c < channels_; ++c) {
      for (int64_t i = 0; i < count; ++i) to[c * plane + i] = pixels[i * pixel + c];
    }
  }

  int64_t step_, channels_, rows_, width_;
  float* values_;
};

// In a register: the compiler would read memory anew for each product, and across the lines of the cache that takes twice
// as long.
inline Lanes kept(Lanes lanes) {
#if defined(__AVX512F__)
  asm("" : "+v"(lanes));
#elif defined(__x86_64__)
  asm("" : "+x"(lanes));
#endif
  return lanes;
}

// Sums over taps and channels.
struct Sum {
  // results[G][X * LANES] of weights [tap][channel][G].
  template <int G, int X>
  void run(const float* planes, const float* weights, float* results) const {
    Lanes sums[G][X] = {};
    for (int64_t tap = 0; tap < taps; ++tap) {
      const float* from = planes + places[tap];
      for (int64_t c = 0; c < channels; ++c, from += channel_step, weights += G) {
        Lanes pixels[X];
#pragma GCC unroll 8
        for (int x = 0; x < X; ++x) pixels[x] = kept(*reinterpret_cast<const Lanes*>(from + x * LANES));
#pragma GCC unroll 8
        for (int g = 0; g < G; ++g) {
          const float weight = weights[g];
#pragma GCC unroll 8
          for (int x = 0; x < X; ++x) sums[g][x] += weight * pixels[x];
        }
      }
    }
#pragma GCC unroll 8
    for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
      for (int x = 0; x < X; ++x) *reinterpret_cast<Lanes*>(results + (g * X + x) * LANES) = sums[g][x];
  }

  int64_t channels, channel_step;
  // Where each tap reads in the planes.
  const int64_t* places;
  int64_t taps;
};

// Four channels of LANES pixels, `apart` values from each other, to pixels `step` values from each other.
inline void store_four(const float* from, int64_t apart, int64_t count, float* to, int64_t step) {
#if defined(__AVX512F__)
  if (count >= LANES) {
    const __m512 a = _mm512_loadu_ps(from), b = _mm512_loadu_ps(from + apart);
    const __m512 c = _mm512_loadu_ps(from + 2 * apart), d = _mm512_loadu_ps(from + 3 * apart);
    const __m512d low = _mm512_castps_pd(_mm512_unpacklo_ps(a, b)), high = _mm512_castps_pd(_mm512_unpackhi_ps(a, b));
    const __m512d low2 = _mm512_castps_pd(_mm512_unpacklo_ps(c, d)), high2 = _mm512_castps_pd(_mm512_unpackhi_ps(c, d));
    const __m512d turned[4] = {_mm512_unpacklo_pd(low, low2), _mm512_unpackhi_pd(low, low2),
                               _mm512_unpacklo_pd(high, high2), _mm512_unpackhi_pd(high, high2)};
    for (int i = 0; i < 4; ++i) {
      const __m512 four = _mm512_castpd_ps(turned[i]);
      float* at = to + i * step;
      _mm_storeu_ps(at, _mm512_castps512_ps128(four));
      _mm_storeu_ps(at + 4 * step, _mm512_extractf32x4_ps(four, 1));
      _mm_storeu_ps(at + 8 * step, _mm512_extractf32x4_ps(four, 2));
      _mm_storeu_ps(at + 12 * step, _mm512_extractf32x4_ps(four, 3));
    }
    return;
  }
#endif
  for (int64_t i = 0; i < std::min<int64_t>(count, LANES); ++i)
    for (int k = 0; k < 4; ++k) to[i * step + k] = from[k * apart + i];
}

// results[G][X * LANES] to `count` pixels, `step` values from each other.
template <int G, int X>
inline void store(const float* results, int64_t count, float* to, int64_t step) {
  constexpr int FOURS = G / 4 * 4;
  for (int64_t x = 0; x < count; x += LANES) {
    const float* from = results + x;
    for (int g = 0; g < FOURS; g += 4) store_four(from + g * X * LANES, X * LANES, count - x, to + x * step + g, step);
    for (int64_t i = 0; i < std::min<int64_t>(count - x, LANES); ++i)
      for (int g = FOURS; g < G; ++g) to[(x + i) * step + g] = from[g * X * LANES + i];
  }
}

}  // namespace attgan::planar
