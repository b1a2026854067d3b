import { sizeOf, Values } from '../values.ts';

export type Padding = 'same' | 'valid';
type Shape4 = readonly [number, number, number, number];

/** Convolution, NHWC, with TensorFlow's padding. x [b, h, w, c], filter [k, k, c, o]. */
export function convolve(x: Values, filter: Values, stride: number, padding: Padding): Values {
  const outputs = filter.shape[3] as number;
  const channels = filter.shape[2] as number;
  const shape = outputShape(x.shape as Shape4, filter.shape as Shape4, stride, padding);
  const y = new Float64Array(sizeOf(shape));
  const [pixels, taps] = [x.data, filter.data];
  forEachTap(x.shape as Shape4, filter.shape as Shape4, stride, padding, (fromX, tap, toY) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = pixels[fromX + channel] as number;
      const row = tap + channel * outputs;
      for (let output = 0; output < outputs; output++) {
        y[toY + output] = (y[toY + output] as number) + value * (taps[row + output] as number);
      }
    }
  });
  return new Values(shape, y);
}

/**
 * Transposed convolution with padding SAME, which is the input gradient of a convolution.
 * y [b, h, w, o], filter [k, k, c, o]; the result is [b, h·stride, w·stride, c] unless another shape is given.
 */
export function deconvolve(y: Values, filter: Values, stride: number, shape?: readonly number[]): Values {
  const [batch, height, width, outputs] = y.shape as Shape4;
  const channels = filter.shape[2] as number;
  const into = (shape ?? [batch, height * stride, width * stride, channels]) as Shape4;
  const x = new Float64Array(sizeOf(into));
  const [pixels, taps] = [y.data, filter.data];
  forEachTap(into, filter.shape as Shape4, stride, 'same', (toX, tap, fromY) => {
    for (let channel = 0; channel < channels; channel++) {
      const row = tap + channel * outputs;
      let sum = 0;
      for (let output = 0; output < outputs; output++) {
        sum += (pixels[fromY + output] as number) * (taps[row + output] as number);
      }
      x[toX + channel] = (x[toX + channel] as number) + sum;
    }
  });
  return new Values(into, x);
}

/** Gradient of a convolution with padding SAME for its filter, dy being that for its result. */
export function filterGradient(x: Values, dy: Values, filterShape: readonly number[], stride: number): Values {
  const [, , channels, outputs] = filterShape as Shape4;
  const filter = new Float64Array(sizeOf(filterShape));
  forEachTap(x.shape as Shape4, filterShape as Shape4, stride, 'same', (fromX, tap, fromY) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = x.data[fromX + channel] as number;
      const row = tap + channel * outputs;
      for (let output = 0; output < outputs; output++) {
        filter[row + output] = (filter[row + output] as number) + value * (dy.data[fromY + output] as number);
      }
    }
  });
  return new Values(filterShape, filter);
}

function outputShape([batch, height, width]: Shape4, filter: Shape4, stride: number, padding: Padding): Shape4 {
  const edge = (size: number, kernel: number): number =>
    Math.ceil((padding === 'same' ? size : size - kernel + 1) / stride);
  return [batch, edge(height, filter[0]), edge(width, filter[1]), filter[3]];
}

/** Visits every pair of a pixel and a tap that meet, with the offsets of their first channels. */
function forEachTap(
  x: Shape4,
  filter: Shape4,
  stride: number,
  padding: Padding,
  visit: (x: number, tap: number, y: number) => void,
): void {
  const [batch, height, width, channels] = x;
  const [kernelHeight, kernelWidth, , outputs] = filter;
  const [, outHeight, outWidth] = outputShape(x, filter, stride, padding);
  const before = (size: number, out: number, kernel: number): number =>
    padding === 'same' ? Math.floor(Math.max((out - 1) * stride + kernel - size, 0) / 2) : 0;
  const top = before(height, outHeight, kernelHeight);
  const left = before(width, outWidth, kernelWidth);
  for (let sample = 0; sample < batch; sample++) {
    for (let outY = 0; outY < outHeight; outY++) {
      for (let outX = 0; outX < outWidth; outX++) {
        const toY = ((sample * outHeight + outY) * outWidth + outX) * outputs;
        for (let tapY = 0; tapY < kernelHeight; tapY++) {
          const row = outY * stride + tapY - top;
          if (row < 0 || row >= height) continue;
          for (let tapX = 0; tapX < kernelWidth; tapX++) {
            const column = outX * stride + tapX - left;
            if (column < 0 || column >= width) continue;
            const tap = (tapY * kernelWidth + tapX) * channels * outputs;
            visit(((sample * height + row) * width + column) * channels, tap, toY);
          }
        }
      }
    }
  }
}
