import { messageOf } from '@attgan/core';
import { disposeDeferred } from '@attgan/kernels';
import { footprint, leak } from '../footprint.ts';
import type { CaseResult } from '../report.ts';
import { CaseFailure } from './demand.ts';
import type { ConformanceSetting, KindCase } from './kind-suite.ts';

export interface KindCaseRequest<Subject> {
  readonly item: KindCase<Subject>;
  readonly subject: Subject;
  readonly traits: NonNullable<ConformanceSetting['traits']>;
  /** Whether the case computes on the current backend, where it may leave nothing behind. */
  readonly tensors: boolean;
}

/** Runs one case and says what became of it; never throws. */
export async function runKindCase<Subject>(request: KindCaseRequest<Subject>): Promise<CaseResult> {
  const { item, subject, traits, tensors } = request;
  const { group, name, needs = 'inference', tolerance = 0 } = item;
  const started = performance.now();
  const result = (status: CaseResult['status'], problem?: string, deviation?: number): CaseResult => ({
    group,
    name,
    status,
    ...(deviation !== undefined && { deviation, tolerance }),
    ...(problem !== undefined && { problem: problem.replaceAll('\n', ' ') }),
    milliseconds: performance.now() - started,
  });
  if (needs !== 'inference' && !traits[needs]) return result('not promised');
  try {
    if (item.without?.(subject) !== undefined) return result('not promised');
    const before = tensors ? footprint() : undefined;
    const { off, where } = (await item.run(subject)) ?? { off: 0 };
    disposeDeferred();
    if (!(off <= tolerance)) {
      const far = off === Infinity ? 'not a number' : `off by ${off.toExponential(1)}, allowed ${tolerance}`;
      return result('failed', where === undefined ? far : `${far}: ${where}`, off === Infinity ? undefined : off);
    }
    const left = before === undefined ? undefined : leak(before, footprint());
    return result(left === undefined ? 'passed' : 'failed', left, tolerance > 0 ? off : undefined);
  } catch (error) {
    disposeDeferred();
    return result('failed', error instanceof CaseFailure ? error.message : `throws: ${messageOf(error)}`);
  }
}
