import { AttganError, parseOptions, suggestion, UsageError, type BackendDefinition } from '@attgan/core';
import type { ConformanceCase } from './case.ts';
import { conformanceCases } from './conformance-cases.ts';
import { layerSpeeds } from './layer-speeds.ts';
import type { CaseResult, ConformanceReport } from './report.ts';
import { runCase } from './run-case.ts';
import { createSession } from './session.ts';

export interface CheckRequest {
  /** What `open` is given; the defaults unless given. */
  readonly options?: unknown;
  /** Told a line at a time how far it has come. */
  report?(line: string): void;
  /** Runs this group of cases alone. */
  readonly only?: string;
}

/**
 * Opens the backend, runs every case on it, measures typical layers, and closes it.
 * @throws UsageError for options or a group that do not exist
 * @throws AttganError when the backend cannot run here or cannot be opened
 */
export async function checkBackend(
  definition: BackendDefinition,
  { options = {}, report = () => {}, only }: CheckRequest = {},
): Promise<ConformanceReport> {
  const parsed = parseOptions(definition.options, options, 'backend');
  const cases = casesOfGroup(only);
  const problem = await definition.whyUnavailable();
  if (problem !== undefined) throw new AttganError(`The backend ${definition.name} cannot run here: ${problem}.`);
  const session = createSession(definition, parsed);
  const { description } = await session.open();
  report(`Backend ${definition.name}: ${description}.`);
  try {
    const results: CaseResult[] = [];
    for (const [index, item] of cases.entries()) {
      results.push(await runCase(item, session));
      if (cases[index + 1]?.group !== item.group) report(groupLine(item.group, results));
    }
    const tensors = definition.traits.only === undefined;
    const layers = only === undefined && tensors ? await layerSpeeds(definition.traits) : [];
    const ok = results.every(({ status }) => status !== 'failed');
    return { kind: 'backend', name: definition.name, ok, results, layers };
  } finally {
    await session.close();
  }
}

function casesOfGroup(only: string | undefined): readonly ConformanceCase[] {
  const all = conformanceCases();
  if (only === undefined) return all;
  const cases = all.filter(({ group }) => group === only);
  if (cases.length > 0) return cases;
  const groups = [...new Set(all.map(({ group }) => group))];
  throw new UsageError(`There is no group of cases named "${only}". ${suggestion(only, groups)}`);
}

function groupLine(group: string, results: readonly CaseResult[]): string {
  const own = results.filter((result) => result.group === group);
  const count = (status: CaseResult['status']): number => own.filter((result) => result.status === status).length;
  const parts = [`${count('passed')} passed`, `${count('failed')} failed`, `${count('not promised')} not promised`];
  return `${group}: ${parts.filter((part) => !part.startsWith('0 ')).join(', ')}`;
}
