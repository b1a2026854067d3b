import type { AccuracyCurve } from './accuracy-curves.ts';

/** What gains are chosen by, and how far they may go. */
export interface GainsRequest {
  /** Share of edits that should be read as wanted, in (0, 1). */
  readonly wanted: number;
  /** The same of single attributes. */
  readonly wantedOf?: Readonly<Record<string, number>>;
  /** Share of other attributes that may be read wrongly, in (0, 1). */
  readonly others: number;
  /** The strength that gains are factors of. */
  readonly strength: number;
}

/** Steps of gains: finer ones are below what the faces of a validation split can tell. */
const STEP = 0.05;
/** Where the share asked for is out of reach: this close to the greatest share is as good, and takes less strength. */
const CLOSE = 0.02;

/**
 * For each attribute the factor on the strength at which edits are first read as wanted as often as asked, or nearly as
 * often as they ever are where that is never reached; less where others would be read wrongly too often. Between measured strengths, shares are interpolated linearly.
 * @param curves by attribute, of at least one strength; strengths ascend
 */
export function chooseGains(
  curves: Readonly<Record<string, AccuracyCurve>>,
  { wanted, wantedOf = {}, others, strength }: GainsRequest,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(curves).map(([attribute, curve]) => {
      const within = Math.min(wantedOf[attribute] ?? wanted, Math.max(...curve.wanted) - CLOSE);
      const enough = reaches(curve.strengths, curve.wanted, within);
      const tooMuch = reaches(curve.strengths, curve.others, others);
      const chosen = Math.min(enough, tooMuch);
      return [attribute, Number((Math.round(chosen / strength / STEP) * STEP).toFixed(2))];
    }),
  );
}

/** The least strength, of those between the first and the last, at which a curve comes up to a share; Infinity where it does not. */
function reaches(strengths: readonly number[], shares: readonly number[], share: number): number {
  const at = shares.findIndex((value) => value >= share);
  if (at === -1) return Infinity;
  if (at === 0) return strengths[0] as number;
  const [x0, x1] = [strengths[at - 1] as number, strengths[at] as number];
  const [y0, y1] = [shares[at - 1] as number, shares[at] as number];
  return x0 + ((share - y0) / (y1 - y0)) * (x1 - x0);
}
