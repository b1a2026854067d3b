// Everything that is computed of one picture's planes: see planar.h.
#pragma once

#include <utility>

#include "operation.h"
#include "parallel.h"
#include "planar.h"

namespace attgan::planar {

// Results that the same taps make: all of a convolution, or those of one phase of its adjoint.
struct Pass {
  // Where a tap reads for the first result: row of the planes, their phase, and column.
  struct Tap {
    int64_t row, phase, column;
    const float* weights;
  };

  Pass(int64_t rows, int64_t columns, int64_t first, int64_t row_step, int64_t column_step)
      : rows(rows), columns(columns), first(first), row_step(row_step), column_step(column_step) {}

  // Copies the weights into the order in which they are used: by groups of results' channels.
  // A tap's weight from channel c to channel k lies at c * from_step + k * to_step.
  void take_weights(int64_t from, int64_t to, int64_t from_step, int64_t to_step) {
    weights.resize(taps.size() * from * to);
    float* next = weights.data();
    for (int64_t group = 0; group < to; group += GROUP) {
      const int64_t end = std::min(to, group + GROUP);
      for (const Tap& tap : taps)
        for (int64_t c = 0; c < from; ++c)
          for (int64_t k = group; k < end; ++k) *next++ = tap.weights[c * from_step + k * to_step];
    }
  }

  int64_t rows, columns;
  // Where results are written, in pixels: first + row * row_step + column * column_step.
  int64_t first, row_step, column_step;
  std::vector<Tap> taps;
  std::vector<float> weights;
};

class Passes {
 public:
  // Planes are of every `step`-th column; results of one row read `span` rows, those of the first row from (top, left) on.
  Passes(int64_t from, int64_t to, int64_t step, int64_t span, int64_t top, int64_t left)
      : from_(from), to_(to), step_(step), span_(span), top_(top), left_(left) {}

  // `row_step` rows of the picture further down are the next results.
  void add(Pass pass, int64_t row_step) {
    row_step_ = row_step;
    rows_ = std::max(rows_, pass.rows);
    for (const Pass::Tap& tap : pass.taps) columns_ = std::max(columns_, pass.columns + tap.column);
    passes_.push_back(std::move(pass));
  }

  void run(const Tensor& in, const Tensor& out) const {
    const int64_t height = in.size(1), width = in.size(2), picture = height * width * from_;
    const int64_t result = out.size(1) * out.size(2) * to_;
    const int64_t row = step_ * from_ * (columns_ + 2 * LANES) * row_step_;
    const int64_t band = std::clamp<int64_t>(BAND / row, std::min<int64_t>(4, rows_), rows_);
    const int64_t bands = (rows_ + band - 1) / band;
    const float* x = in.floats();
    float* y = out.floats();
    parallel_for(in.size(0) * bands, 1, [&](int64_t item, int64_t end) {
      Planes planes(step_, from_, (band - 1) * row_step_ + span_, columns_);
      for (; item < end; ++item) {
        const int64_t begin = item % bands * band;
        planes.fill(x + item / bands * picture, height, width, begin * row_step_ + top_, left_);
        for (const Pass& pass : passes_) {
          compute(pass, planes, begin, std::min(pass.rows, begin + band), y + item / bands * result);
        }
      }
    });
  }

 private:
  // Values of planes that are in use at once.
  static constexpr int64_t BAND = 1 << 15;

  void compute(const Pass& pass, const Planes& planes, int64_t begin, int64_t end, float* y) const {
    std::vector<int64_t> places;
    for (const Pass::Tap& tap : pass.taps) places.push_back(planes.at(tap.phase, 0, tap.row) + tap.column);
    const Sum sum{from_, planes.channel_step(), places.data(), static_cast<int64_t>(places.size())};
    const float* weights = pass.weights.data();
    for (int64_t group = 0; group < to_; group += GROUP) {
      const int64_t size = std::min<int64_t>(GROUP, to_ - group);
      for (int64_t i = begin; i < end; ++i) {
        float* to = y + (pass.first + i * pass.row_step) * to_ + group;
        const float* from = planes.data() + (i - begin) * row_step_ * planes.width();
        row_of<GROUP>(size, sum, from, weights, pass.columns, to, pass.column_step * to_);
      }
      weights += sum.taps * from_ * size;
    }
  }

  template <int G>
  static void row_of(int64_t size, const Sum& sum, const float* from, const float* weights, int64_t columns, float* to,
                     int64_t step) {
    if constexpr (G > 1) {
      if (size < G) return row_of<G - 1>(size, sum, from, weights, columns, to, step);
    }
    for (int64_t j = 0; j < columns;) {
      const int64_t left = columns - j;
      if (G <= 4 && left > 2 * LANES) j += piece_of<G, G <= 4 ? 4 : 2>(sum, from + j, weights, left, to + j * step, step);
      else if (left > LANES) j += piece_of<G, 2>(sum, from + j, weights, left, to + j * step, step);
      else j += piece_of<G, 1>(sum, from + j, weights, left, to + j * step, step);
    }
  }

  template <int G, int X>
  static int64_t piece_of(const Sum& sum, const float* from, const float* weights, int64_t left, float* to, int64_t step) {
    alignas(64) float results[G * X * LANES];
    sum.run<G, X>(from, weights, results);
    store<G, X>(results, std::min<int64_t>(left, X * LANES), to, step);
    return X * LANES;
  }

  int64_t from_, to_, step_, span_, top_, left_;
  int64_t row_step_ = 1, rows_ = 0, columns_ = 0;
  std::vector<Pass> passes_;
};

}  // namespace attgan::planar
