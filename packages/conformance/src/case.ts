import type { Session } from './session.ts';

/**
 * What a backend must have promised for a case to be held against it. `opening` is promised by all, `inference` by all that compute
 * tensors, `generators` by those that run generators and nothing else.
 */
export type Need = 'opening' | 'inference' | 'training' | 'secondOrder' | 'generators';

/** How far a result was from what it should be. */
export interface Deviation {
  /** Largest difference, as a share of the largest magnitude expected; Infinity where shapes differ or NaN appears. */
  readonly off: number;
  /** Which of several results was worst, and other words on it. */
  readonly where?: string;
}

/** Something that holds on every backend. Plain data and one function: no test runner is needed to run it. */
export interface ConformanceCase {
  readonly group: string;
  /** Unique within the group. */
  readonly name: string;
  readonly needs: Need;
  /** How large a deviation is still right. */
  readonly tolerance: number;
  /** Runs on the current backend and leaves it open, without tensors of its own. Throws where it cannot run. */
  run(session: Session): Promise<Deviation>;
}
