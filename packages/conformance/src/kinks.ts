/**
 * Decisions of piecewise functions (which side of zero, which is largest), taken at the first evaluation and kept at all
 * later ones. Differences then never straddle a kink, and derivatives are those of the piece one stands on.
 */
export interface Kinks {
  /** Begins another evaluation. */
  restart(): void;
  /** What `choose` said at this place of the first evaluation. */
  decide<T>(choose: () => T): T;
}

export function createKinks(): Kinks {
  const decisions: unknown[] = [];
  let place = 0;
  return {
    restart: () => void (place = 0),
    decide<T>(choose: () => T): T {
      if (place === decisions.length) decisions.push(choose());
      return decisions[place++] as T;
    },
  };
}

/** Decides anew at every evaluation: for values that nobody differentiates. */
export const noKinks: Kinks = { restart: () => {}, decide: (choose) => choose() };
