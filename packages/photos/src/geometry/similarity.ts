/** A place in a picture, pixels. The centre of the pixel at the top left is (0, 0). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rotation, a scaling and a shift: x' = a·x − b·y + x₀, y' = b·x + a·y + y₀. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

export const IDENTITY: Similarity = { a: 1, b: 0, x: 0, y: 0 };

export function transform({ a, b, x, y }: Similarity, point: Point): Point {
  return { x: a * point.x - b * point.y + x, y: b * point.x + a * point.y + y };
}

/** `then` after `first`. */
export function compose(then: Similarity, first: Similarity): Similarity {
  const { x, y } = transform(then, first);
  return { a: then.a * first.a - then.b * first.b, b: then.b * first.a + then.a * first.b, x, y };
}

/** @throws RangeError for a similarity that shrinks everything to one point */
export function invert({ a, b, x, y }: Similarity): Similarity {
  const square = a * a + b * b;
  if (!(square > 0)) throw new RangeError('A similarity of scale 0 has no inverse.');
  const [c, d] = [a / square, -b / square];
  return { a: c, b: d, x: -(c * x - d * y), y: -(d * x + c * y) };
}

/** How much longer lines become. */
export function scaleOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

/** The matrix [a, −b, x₀, b, a, y₀]: 2×3, row by row. */
export function matrixOf({ a, b, x, y }: Similarity): readonly number[] {
  return [a, -b, x, b, a, y];
}

/**
 * The similarity that takes `from` to `to` with the least sum of squared distances (Umeyama 1991, without reflection).
 * @param from as many points as `to`, not all in one place
 * @throws RangeError for points that fix no similarity
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [middle, target] = [meanOf(from), meanOf(to)];
  let [along, across, spread] = [0, 0, 0];
  from.forEach((point, index) => {
    const [x, y] = [point.x - middle.x, point.y - middle.y];
    const other = to[index] as Point;
    const [u, v] = [other.x - target.x, other.y - target.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  if (!(spread > 0) || !(along * along + across * across > 0)) {
    throw new RangeError('These points fix no similarity: they lie in one place.');
  }
  const [a, b] = [along / spread, across / spread];
  return { a, b, x: target.x - (a * middle.x - b * middle.y), y: target.y - (b * middle.x + a * middle.y) };
}

export function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
