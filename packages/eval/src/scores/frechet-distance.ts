import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { rowProducts } from './row-products.ts';

/** Numbers of faces, [rows, width], row by row. */
export type Features = Float32Array | Float64Array;

/** Mean and spread of some features, from which distances follow. */
export interface FeatureMoments {
  readonly mean: Float64Array;
  /** Divided by rows − 1; [width, width]. */
  readonly covariance: Float64Array;
}

/**
 * The moments of the rows at these positions, which may repeat; of all rows where none are given. Two at least.
 * @param features [rows, width]
 */
export function featureMoments(features: Features, width: number, indices?: Int32Array): FeatureMoments {
  const times = new Float64Array(features.length / width);
  if (indices === undefined) times.fill(1);
  else for (const index of indices) times[index] = (times[index] as number) + 1;
  const distinct = [...times.keys()].filter((row) => times[row] !== 0);
  const count = indices?.length ?? times.length;
  const mean = new Float64Array(width);
  for (const row of distinct) {
    const share = (times[row] as number) / count;
    for (let at = 0; at < width; at++) mean[at] = (mean[at] as number) + share * (features[row * width + at] as number);
  }
  // A row that repeats counts once, multiplied by the root: resamples are then a third quicker.
  const centred = new Float64Array(width * distinct.length);
  for (const [position, row] of distinct.entries()) {
    const factor = Math.sqrt((times[row] as number) / (count - 1));
    for (let at = 0; at < width; at++) {
      const difference = (features[row * width + at] as number) - (mean[at] as number);
      centred[at * distinct.length + position] = factor * difference;
    }
  }
  return { mean, covariance: rowProducts(centred, centred, distinct.length) };
}

/**
 * The Fréchet distance between the normal distributions that have these moments, at least 0:
 * |μ1 − μ2|² + Tr(C1 + C2 − 2 (C1^½ C2 C1^½)^½) (Heusel et al., "GANs trained by a two time-scale update rule", 2017).
 *
 * The last trace is the sum of the roots of the eigenvalues of C1 C2. With C1 = L Lᵀ these are the eigenvalues of
 * Lᵀ C2 L, so that one decomposition is enough.
 */
export function frechetDistance(one: FeatureMoments, other: FeatureMoments): number {
  const width = one.mean.length;
  const lowerColumns = factorColumns(one.covariance, width);
  const half = rowProducts(lowerColumns, other.covariance, width);
  const symmetric = rowProducts(half, lowerColumns, width);
  const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(width, width, symmetric), {
    assumeSymmetric: true,
  });
  // Rounding makes tiny negative ones of zeros.
  let distance = realEigenvalues.reduce((sum, value) => sum - 2 * Math.sqrt(Math.max(0, value)), 0);
  for (let at = 0; at < width; at++) {
    distance += ((one.mean[at] as number) - (other.mean[at] as number)) ** 2;
    distance += (one.covariance[at * width + at] as number) + (other.covariance[at * width + at] as number);
  }
  return Math.max(0, distance);
}

/** Eigenvalues below this share of the largest variance are rounding. */
const ROUNDING = 1e-13;

/**
 * A factor F of the symmetric, positive semidefinite S = F Fᵀ, by columns: [width, width], where row j is column j.
 * Cholesky's, with the largest remaining variance first: that keeps it exact where S has not full rank, as the
 * covariance of fewer rows than dimensions has not.
 */
function factorColumns(covariance: Float64Array, width: number): Float64Array {
  const rest = covariance.slice();
  const columns = new Float64Array(width * width);
  let limit: number | undefined;
  for (let step = 0; step < width; step++) {
    let pivot = 0;
    for (let at = 1; at < width; at++) {
      if ((rest[at * width + at] as number) > (rest[pivot * width + pivot] as number)) pivot = at;
    }
    const variance = rest[pivot * width + pivot] as number;
    limit ??= ROUNDING * variance;
    if (variance <= limit) break;
    const column = columns.subarray(step * width, (step + 1) * width);
    const root = Math.sqrt(variance);
    for (let at = 0; at < width; at++) column[at] = (rest[pivot * width + at] as number) / root;
    for (let row = 0; row < width; row++) {
      const factor = column[row] as number;
      if (factor === 0) continue;
      for (let at = 0; at < width; at++) {
        rest[row * width + at] = (rest[row * width + at] as number) - factor * (column[at] as number);
      }
    }
    // What is left of the pivot's own row is rounding, and must not be chosen again.
    for (let at = 0; at < width; at++) rest[pivot * width + at] = rest[at * width + pivot] = 0;
  }
  return columns;
}
