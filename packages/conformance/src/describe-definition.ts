import type { Definition, DefinitionKinds, Kind } from '@attgan/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceSetting, KindCase, KindSuite } from './kinds/kind-suite.ts';
import { CAPABLE, openSubject, type OpenSubject } from './kinds/open-subject.ts';
import { runKindCase } from './kinds/run-kind-case.ts';
import { casesOf } from './kinds/suites.ts';

export interface DescribeSetting extends ConformanceSetting {
  /** Suites of other kinds than ours. */
  readonly suites?: readonly KindSuite[];
  /** Why a case is left out; undefined where it is not. */
  skip?(item: Pick<KindCase<unknown>, 'group' | 'name'>): string | undefined;
}

/** Milliseconds for a case: whole trainings on plain JavaScript take longer than vitest waits by itself. */
const PATIENCE = 180_000;

/**
 * A describe block with one test for each conformance case of the definition's kind. Kinds that compute tensors run on
 * TensorFlow.js's current backend; where none is open, on its plain JavaScript one.
 */
export function describeDefinition<K extends Exclude<Kind, 'backend'>>(
  definition: DefinitionKinds[K],
  { suites = [], skip = () => undefined, ...setting }: DescribeSetting = {},
): void {
  const { kind, name } = definition as Definition;
  describe(`the ${kind} ${name}`, () => {
    let opened: OpenSubject;
    beforeAll(async () => {
      opened = await openSubject(definition as Definition, setting, suites);
    }, PATIENCE);
    afterAll(() => opened?.close(), PATIENCE);
    for (const item of casesOf(kind, suites)) {
      test(
        `${item.group}: ${item.name}`,
        async ({ skip: skipTest }) => {
          const reason = skip(item);
          if (reason !== undefined) skipTest(reason);
          const { subject, tensors } = opened;
          const { status, problem } = await runKindCase({ item, subject, tensors, traits: setting.traits ?? CAPABLE });
          if (status === 'not promised') skipTest('not promised');
          expect(problem).toBeUndefined();
        },
        PATIENCE,
      );
    }
  });
}
