/** Numbers of two blocks that are multiplied at a time: both stay in the processor's caches. */
const DEPTH = 256;
const ROWS = 32;

/**
 * The inner product of every row of `a` [rows, width] with every row of `b` [others, width]: [rows, others]. Equal
 * pairs of rows give equal products wherever they stand: each is summed in the same order.
 */
export function rowProducts(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const [rows, others] = [a.length / width, b.length / width];
  const products = new Float64Array(rows * others);
  for (let from = 0; from < width; from += DEPTH) {
    const to = Math.min(width, from + DEPTH);
    for (let block = 0; block < others; block += ROWS) {
      const blockEnd = Math.min(others, block + ROWS);
      for (let row = 0; row < rows; row += 2) {
        let other = block;
        if (row + 1 < rows) {
          for (; other + 4 <= blockEnd; other += 4) addTile(a, b, products, width, others, row, other, from, to);
        }
        for (; other < blockEnd; other++) {
          addOne(a, b, products, width, others, row, other, from, to);
          if (row + 1 < rows) addOne(a, b, products, width, others, row + 1, other, from, to);
        }
      }
    }
  }
  return products;
}

type Place = [width: number, others: number, row: number, other: number, from: number, to: number];

/** Two rows with four at once, since a number that is read is then used more than once: three times as fast. */
function addTile(a: Float64Array, b: Float64Array, products: Float64Array, ...place: Place): void {
  const [width, others, row, other, from, to] = place;
  const a0 = row * width;
  const a1 = a0 + width;
  const b0 = other * width;
  const [b1, b2, b3] = [b0 + width, b0 + 2 * width, b0 + 3 * width];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = from; at < to; at++) {
    const x0 = a[a0 + at] as number;
    const x1 = a[a1 + at] as number;
    const y0 = b[b0 + at] as number;
    const y1 = b[b1 + at] as number;
    const y2 = b[b2 + at] as number;
    const y3 = b[b3 + at] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const into = row * others + other;
  add(products, into, s00);
  add(products, into + 1, s01);
  add(products, into + 2, s02);
  add(products, into + 3, s03);
  add(products, into + others, s10);
  add(products, into + others + 1, s11);
  add(products, into + others + 2, s12);
  add(products, into + others + 3, s13);
}

function addOne(a: Float64Array, b: Float64Array, products: Float64Array, ...place: Place): void {
  const [width, others, row, other, from, to] = place;
  let sum = 0;
  for (let at = from; at < to; at++) sum += (a[row * width + at] as number) * (b[other * width + at] as number);
  add(products, row * others + other, sum);
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] as number) + amount;
}
