// The window of a convolution with TensorFlow's SAME padding, as attributes of operations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "operation.h"

namespace attgan {

struct Window {
  explicit Window(Construction& c)
      : height(c.int_attribute("height")),
        width(c.int_attribute("width")),
        out_height(c.int_attribute("out_height")),
        out_width(c.int_attribute("out_width")),
        kernel_height(c.int_attribute("kernel_height")),
        kernel_width(c.int_attribute("kernel_width")),
        stride(c.int_attribute("stride")),
        top(c.int_attribute("top")),
        left(c.int_attribute("left")) {}

  // What the window reads of x, [height, width, channels], at a place of the result: kernel_height * kernel_width *
  // channels values, zeros beyond the edges.
  void read(const float* x, int64_t channels, int64_t out_y, int64_t out_x, float* to) const {
    const int64_t y0 = out_y * stride - top, x0 = out_x * stride - left, row = kernel_width * channels;
    const int64_t begin = std::max<int64_t>(0, -x0), end = std::min(kernel_width, width - x0);
    for (int64_t ky = 0; ky < kernel_height; ++ky, to += row) {
      const int64_t y = y0 + ky;
      if (y < 0 || y >= height || begin >= end) {
        std::fill(to, to + row, 0.0f);
        continue;
      }
      std::fill(to, to + begin * channels, 0.0f);
      std::memcpy(to + begin * channels, x + (y * width + x0 + begin) * channels, (end - begin) * channels * sizeof(float));
      std::fill(to + end * channels, to + row, 0.0f);
    }
  }

  bool is_filter(const Tensor& filter) const {
    return filter.rank() == 4 && filter.size(0) == kernel_height && filter.size(1) == kernel_width;
  }
  bool is_input(const Tensor& x) const { return x.rank() == 4 && x.size(1) == height && x.size(2) == width; }
  bool is_output(const Tensor& y) const { return y.rank() == 4 && y.size(1) == out_height && y.size(2) == out_width; }

  int64_t height, width, out_height, out_width, kernel_height, kernel_width, stride, top, left;
};

// The pixels of x whose coordinates along one axis leave one remainder: which of the kernel's taps reach them, and from
// where. Pixel stride * i + remainder of x is reached from result i + shift - t by tap first + stride * t.
struct Phase {
  Phase(int64_t remainder, int64_t size, int64_t kernel, int64_t stride, int64_t before)
      : remainder(remainder), count((size - remainder + stride - 1) / stride), first((remainder + before) % stride),
        shift((remainder + before) / stride), taps(std::max<int64_t>(0, (kernel - first + stride - 1) / stride)) {}
  int64_t remainder, count, first, shift, taps;
};

#define WINDOW_ATTRIBUTES                                                                             \
  {                                                                                                   \
    "height: int", "width: int", "out_height: int", "out_width: int", "kernel_height: int",           \
        "kernel_width: int", "stride: int", "top: int", "left: int"                                   \
  }

}  // namespace attgan
