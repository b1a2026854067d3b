import type { Definition } from '@attgan/core';
import type { CaseResult, ConformanceReport } from '../report.ts';
import { CAPABLE, openSubject } from './open-subject.ts';
import type { ConformanceSetting, KindSuite } from './kind-suite.ts';
import { runKindCase } from './run-kind-case.ts';
import { casesOf } from './suites.ts';

export interface DefinitionCheck extends ConformanceSetting {
  /** Suites of other kinds than ours. */
  readonly suites?: readonly KindSuite[];
  /** Told after each case how many are done. */
  onProgress?(done: number, total: number): void;
}

/**
 * Runs every case of a definition's kind, without a test runner. Kinds that compute tensors run on TensorFlow.js's current
 * backend.
 * @throws UsageError for options that do not exist, AttganError where what is to be checked cannot be opened
 */
export async function checkDefinition(
  definition: Exclude<Definition, { kind: 'backend' }>,
  { suites = [], onProgress, ...setting }: DefinitionCheck = {},
): Promise<ConformanceReport> {
  const { kind, name } = definition;
  const cases = casesOf(kind, suites);
  const opened = await openSubject(definition, setting, suites);
  const results: CaseResult[] = [];
  try {
    for (const item of cases) {
      const { subject, tensors } = opened;
      results.push(await runKindCase({ item, subject, tensors, traits: setting.traits ?? CAPABLE }));
      onProgress?.(results.length, cases.length);
    }
  } finally {
    await opened.close();
  }
  return { kind, name, ok: results.every(({ status }) => status !== 'failed'), results, layers: [] };
}
