import { messageOf, type BackendTraits } from '@attgan/core';
import { disposeDeferred } from '@attgan/kernels';
import type { ConformanceCase, Need } from './case.ts';
import { footprint, leak } from './footprint.ts';
import type { CaseResult } from './report.ts';
import type { Session } from './session.ts';

/** Runs one case on the open backend and says what became of it; never throws. */
export async function runCase(item: ConformanceCase, session: Session): Promise<CaseResult> {
  const { group, name, needs, tolerance } = item;
  const { traits } = session.definition;
  if (!promises(traits, needs)) return { group, name, status: 'not promised', milliseconds: 0 };
  const started = performance.now();
  const result = (problem: string | undefined, deviation?: number): CaseResult => ({
    group,
    name,
    status: problem === undefined ? 'passed' : 'failed',
    ...(deviation !== undefined && { deviation, tolerance }),
    ...(problem !== undefined && { problem: problem.replaceAll('\n', ' ') }),
    milliseconds: performance.now() - started,
  });
  try {
    const before = traits.only === undefined ? footprint() : undefined;
    const { off, where } = await item.run(session);
    disposeDeferred();
    if (off === Infinity && where !== undefined) return result(where);
    if (!(off <= tolerance)) {
      return result(
        `off by ${off.toExponential(1)}, allowed ${tolerance.toExponential(0)}${where === undefined ? '' : `: ${where}`}`,
        off,
      );
    }
    return result(before && leak(before, footprint()), off);
  } catch (error) {
    disposeDeferred();
    return result(`promised and missing: ${missing(error)}`);
  }
}

function promises(traits: BackendTraits, needs: Need): boolean {
  if (needs === 'opening') return true;
  if (needs === 'generators' || traits.only !== undefined) return needs === traits.only;
  return needs === 'inference' || traits[needs];
}

function missing(error: unknown): string {
  const text = messageOf(error);
  const kernel = /Kernel '([^']+)' not registered/.exec(text)?.[1];
  return kernel === undefined ? text : `the kernel ${kernel}`;
}
