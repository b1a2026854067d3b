/**
 * Each value and its eight neighbours weighed 1, 2, 1 in both directions, a binomial filter; edge pixels go on beyond the border.
 * @param values [height, width, 3]
 */
export function smoothed(values: Float32Array, width: number, height: number): Float32Array {
  const row = width * 3;
  const across = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += row) {
    for (let at = start; at < start + row; at++) {
      const before = at - 3 < start ? at : at - 3;
      const after = at + 3 < start + row ? at + 3 : at;
      across[at] = weighed(values, before, at, after);
    }
  }
  const both = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    both[at] = weighed(across, at < row ? at : at - row, at, at + row < row * height ? at + row : at);
  }
  return both;
}

function weighed(values: Float32Array, before: number, at: number, after: number): number {
  return ((values[before] as number) + 2 * (values[at] as number) + (values[after] as number)) / 4;
}
