import type { Unit } from '../finding.ts';
import { differenceOf, type Difference } from './across-seeds.ts';
import { figuresOf, type Study } from './study.ts';
import type { Claim } from './study-plan.ts';

/** What the runs say of a claim against one other experiment. */
export interface Judged {
  readonly than: string;
  readonly unit: Unit;
  /** The claimed experiment's figure minus the other's; undefined where one of them has none. */
  readonly difference: Difference | undefined;
  /** `holds` or `fails` where the whole interval is on one side of 0. */
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'unmeasured';
}

export function judgeClaim(study: Study, { metric, figure, of, than, expected }: Claim): readonly Judged[] {
  const own = figuresOf(study, of, metric, figure);
  return than.map((other): Judged => {
    const theirs = figuresOf(study, other, metric, figure);
    const unit = [...own, ...theirs][0]?.unit ?? 'number';
    const difference = differenceOf(
      own.map(({ estimate }) => estimate),
      theirs.map(({ estimate }) => estimate),
    );
    if (difference === undefined) return { than: other, unit, difference, verdict: 'unmeasured' };
    const { low, high } = difference;
    const [yes, no] = expected === 'higher' ? [low > 0, high < 0] : [high < 0, low > 0];
    return { than: other, unit, difference, verdict: yes ? 'holds' : no ? 'fails' : 'undecided' };
  });
}
