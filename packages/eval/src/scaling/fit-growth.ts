/** y = intercept + slope·x, by least squares. */
export interface AffineFit {
  readonly intercept: number;
  readonly slope: number;
  /** 1 − Σ(y − fit)² / Σ(y − mean)². */
  readonly r2: number;
}

/** y = factor·x^exponent, by least squares of the logarithms. */
export interface PowerFit {
  readonly factor: number;
  readonly exponent: number;
  /** Of y itself, not of its logarithm, so that it compares with that of an affine fit. */
  readonly r2: number;
}

export interface Growth {
  readonly affine: AffineFit;
  /** Absent where an x or a y is not above 0. */
  readonly power?: PowerFit;
}

export type GrowthPoint = readonly [x: number, y: number];

/** How y grows with x; undefined for fewer than three points of different x, through which any line goes. */
export function fitGrowth(points: readonly GrowthPoint[]): Growth | undefined {
  if (new Set(points.map(([x]) => x)).size < 3) return undefined;
  const affine = fitAffine(points);
  if (points.some(([x, y]) => x <= 0 || y <= 0)) return { affine };
  return { affine, power: fitPower(points) };
}

/** @param points at least two of different x */
export function fitAffine(points: readonly GrowthPoint[]): AffineFit {
  const [intercept, slope] = line(points);
  return { intercept, slope, r2: determination(points, (x) => intercept + slope * x) };
}

/** @param points at least two of different x, all above 0 in x and y */
export function fitPower(points: readonly GrowthPoint[]): PowerFit {
  const [logFactor, exponent] = line(points.map(([x, y]) => [Math.log(x), Math.log(y)]));
  const factor = Math.exp(logFactor);
  return { factor, exponent, r2: determination(points, (x) => factor * x ** exponent) };
}

/** The fit that explains more, which for a tie is the affine one. */
export function betterFit({ affine, power }: Growth): 'affine' | 'power' {
  return power !== undefined && power.r2 > affine.r2 ? 'power' : 'affine';
}

function line(points: readonly GrowthPoint[]): [intercept: number, slope: number] {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = mean(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  const slope = covariance / mean(points.map(([x]) => (x - meanX) ** 2));
  return [meanY - slope * meanX, slope];
}

/** 1 also where y is the same throughout, and the fit says so. */
function determination(points: readonly GrowthPoint[], fit: (x: number) => number): number {
  const meanY = mean(points.map(([, y]) => y));
  const left = mean(points.map(([x, y]) => (y - fit(x)) ** 2));
  const spread = mean(points.map(([, y]) => (y - meanY) ** 2));
  if (spread > 0) return 1 - left / spread;
  return left <= 1e-18 * meanY ** 2 ? 1 : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
