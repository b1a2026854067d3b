import { Matrix, solve } from 'ml-matrix';
import { blurGrey, sampleGrey, type GreyPicture } from './grey-picture.ts';

/** Where the pixels of one picture lie in another of nearly the same content: a similarity about the middle. */
export interface Registration {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  /** How well both agree there, in [−1, 1]. */
  readonly correlation: number;
}

/** Pixels at the border that are left out: aligned images have made-up ones there. */
const BORDER = 20;
const STEPS = 25;
/** Blur of each round, pixels: coarse to fine. */
const BLURS = [6, 3, 1.5];

/**
 * Finds each pixel of `fixed` in `moving` by Gauss and Newton's method on brightness (Lucas and Kanade, "An iterative image registration
 * technique", 1981). Brightness may differ by a factor and a shift.
 */
export function registerPictures(fixed: GreyPicture, moving: GreyPicture): Registration {
  let place = { a: 1, b: 0, x: 0, y: 0 };
  let correlation = 0;
  for (const blur of BLURS) {
    const [target, source] = [blurGrey(fixed, blur), blurGrey(moving, blur)];
    for (let step = 0; step < STEPS; step++) {
      const { change, agreement } = gaussNewtonStep(target, source, place);
      correlation = agreement;
      const [a, b, x, y] = change;
      place = { a: place.a + a, b: place.b + b, x: place.x + x, y: place.y + y };
      if (Math.hypot(a * 100, b * 100, x, y) < 0.005) break;
    }
  }
  return { ...place, correlation };
}

/** How far a registration moves the pixels of a picture on average, pixels. */
export function meanDisplacement(
  { a, b, x, y }: Omit<Registration, 'correlation'>,
  width: number,
  height: number,
): number {
  let [sum, count] = [0, 0];
  for (let v = 0; v < height; v += 4) {
    for (let u = 0; u < width; u += 4) {
      const [dx, dy] = [u - (width - 1) / 2, v - (height - 1) / 2];
      sum += Math.hypot((a - 1) * dx - b * dy + x, b * dx + (a - 1) * dy + y);
      count++;
    }
  }
  return sum / count;
}

type Change = readonly [a: number, b: number, x: number, y: number];

function gaussNewtonStep(
  fixed: GreyPicture,
  moving: GreyPicture,
  { a, b, x: x0, y: y0 }: Omit<Registration, 'correlation'>,
): { readonly change: Change; readonly agreement: number } {
  const [middleX, middleY] = [(fixed.width - 1) / 2, (fixed.height - 1) / 2];
  // The unknowns: a, b, x, y, and the factor and the shift of brightness.
  const normal = Matrix.zeros(6, 6);
  const right = Matrix.zeros(6, 1);
  let [ofFixed, ofMoving, fixedSquared, movingSquared, both, count] = [0, 0, 0, 0, 0, 0];
  for (let row = BORDER; row < fixed.height - BORDER; row += 2) {
    for (let column = BORDER; column < fixed.width - BORDER; column += 2) {
      const [dx, dy] = [column - middleX, row - middleY];
      const u = a * dx - b * dy + middleX + x0;
      const v = b * dx + a * dy + middleY + y0;
      if (u < 2 || v < 2 || u > moving.width - 3 || v > moving.height - 3) continue;
      const value = sampleGrey(moving, u, v);
      const slopeX = (sampleGrey(moving, u + 1, v) - sampleGrey(moving, u - 1, v)) / 2;
      const slopeY = (sampleGrey(moving, u, v + 1) - sampleGrey(moving, u, v - 1)) / 2;
      const wanted = fixed.values[row * fixed.width + column] as number;
      const slopes = [slopeX * dx + slopeY * dy, -slopeX * dy + slopeY * dx, slopeX, slopeY, -wanted, -1];
      for (let i = 0; i < 6; i++) {
        right.set(i, 0, right.get(i, 0) - (slopes[i] as number) * value);
        for (let j = 0; j < 6; j++) normal.set(i, j, normal.get(i, j) + (slopes[i] as number) * (slopes[j] as number));
      }
      ofFixed += wanted;
      ofMoving += value;
      fixedSquared += wanted * wanted;
      movingSquared += value * value;
      both += wanted * value;
      count++;
    }
  }
  const spread = (fixedSquared - ofFixed ** 2 / count) * (movingSquared - ofMoving ** 2 / count);
  const agreement = (both - (ofFixed * ofMoving) / count) / Math.sqrt(spread);
  const [da = 0, db = 0, dx = 0, dy = 0] = solve(normal, right, true).to1DArray();
  return { change: [da, db, dx, dy], agreement };
}
