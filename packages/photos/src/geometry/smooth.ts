import { smoothstep } from '@attgan/core';

/** The mean over a square of 2·radius + 1 pixels around each; edge pixels go on beyond the border. */
export function boxBlur(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = new Float32Array(values.length);
  const both = new Float32Array(values.length);
  blurLines(values, across, { lines: height, length: width, next: 1, line: width, radius });
  blurLines(across, both, { lines: width, length: height, next: width, line: 1, radius });
  return both;
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  /** Steps in memory, from one value of a line to the next, and from one line to the next. */
  readonly next: number;
  readonly line: number;
  readonly radius: number;
}

function blurLines(from: Float32Array, to: Float32Array, { lines, length, next, line, radius }: Lines): void {
  for (let number = 0; number < lines; number++) {
    const start = number * line;
    for (let place = 0; place < length; place++) {
      let sum = 0;
      for (let step = -radius; step <= radius; step++) {
        sum += from[start + Math.min(Math.max(place + step, 0), length - 1) * next] as number;
      }
      to[start + place * next] = sum / (2 * radius + 1);
    }
  }
}

/** How much of an edit counts `distance` pixels inside its border: from 0 on the border to 1 at `width` pixels. */
export function feather(distance: number, width: number): number {
  return width <= 0 ? 1 : smoothstep(distance, 0, width);
}
