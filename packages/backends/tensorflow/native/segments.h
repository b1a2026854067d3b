// Values with channels innermost, cut up so that every loop below is a vector loop over a contiguous row and every sum
// has one order, whatever the number of threads.
//
// A segment is what shares one vector of coefficients, one a channel: a sample, or the whole batch. It is read in
// pieces that fit the cache. A piece is read in wide rows: as many positions side by side as make some 256 values, so
// that three channels run as fast as sixteen. Coefficients are repeated to the same width.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "parallel.h"

namespace attgan {

struct Segments {
  Segments(int64_t segments, int64_t rows, int64_t channels)
      : segments(segments), rows(rows), channels(channels), repeats(std::max<int64_t>(1, 256 / channels)) {
    width = channels * repeats;
    piece_values = std::max<int64_t>(1, 16384 / width) * width;
    pieces = (rows * channels + piece_values - 1) / piece_values;
  }

  int64_t values() const { return rows * channels; }
  int64_t first(int64_t segment, int64_t piece) const { return segment * values() + piece * piece_values; }
  int64_t length(int64_t piece) const { return std::min(piece_values, values() - piece * piece_values); }

  // One value a channel, repeated to the width.
  template <class Value>
  std::vector<float> wide(Value value) const {
    std::vector<float> result(width);
    for (int64_t c = 0; c < channels; ++c) result[c] = static_cast<float>(value(c));
    for (int64_t i = channels; i < width; ++i) result[i] = result[i - channels];
    return result;
  }

  int64_t segments, rows, channels, repeats, width, piece_values, pieces;
};

// Calls its argument for each piece of a segment, in any order, and waits for all.
using EachPiece = std::function<void(const std::function<void(int64_t piece)>&)>;

// Runs body(segment, each_piece) for each segment: segments side by side where they are many, so that the second pass
// over one finds it in the cache, else their pieces.
template <class Body>
void for_each_segment(const Segments& s, const Body& body) {
  if (s.segments >= thread_count()) {
    const EachPiece in_turn = [&](const std::function<void(int64_t)>& work) {
      for (int64_t piece = 0; piece < s.pieces; ++piece) work(piece);
    };
    const int64_t grain = std::max<int64_t>(1, s.piece_values / s.values());
    parallel_for(s.segments, grain, [&](int64_t segment, int64_t end) {
      for (; segment < end; ++segment) body(segment, in_turn);
    });
  } else {
    const EachPiece at_once = [&](const std::function<void(int64_t)>& work) {
      parallel_for(s.pieces, 1, [&](int64_t piece, int64_t) { work(piece); });
    };
    for (int64_t segment = 0; segment < s.segments; ++segment) body(segment, at_once);
  }
}

// `count` sums for each channel over one segment: floats within a piece, doubles between.
class Sums {
 public:
  Sums(const Segments& s, int count) : s_(s), count_(count), partial_(s.pieces * count * s.channels) {}

  // accumulate(wide) adds to `count` rows of `width` zeros.
  template <class Accumulate>
  void piece(int64_t piece, const Accumulate& accumulate) {
    std::vector<float> wide(count_ * s_.width);
    accumulate(wide.data());
    for (int q = 0; q < count_; ++q) {
      double* out = at(piece, q);
      const float* in = wide.data() + q * s_.width;
      for (int64_t i = 0; i < s_.width; i += s_.channels) {
        for (int64_t c = 0; c < s_.channels; ++c) out[c] += in[i + c];
      }
    }
  }

  double* at(int64_t piece, int q) { return partial_.data() + (piece * count_ + q) * s_.channels; }

  // Adds all pieces to the first, which then holds the segment's sums.
  void finish() {
    const int64_t size = count_ * s_.channels;
    for (int64_t piece = 1; piece < s_.pieces; ++piece) {
      for (int64_t i = 0; i < size; ++i) partial_[i] += partial_[piece * size + i];
    }
  }
  const double* total(int q) { return at(0, q); }

 private:
  const Segments& s_;
  const int count_;
  std::vector<double> partial_;
};

}  // namespace attgan
