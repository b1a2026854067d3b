import { parseOptions, type BackendDefinition } from '@attgan/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from './case.ts';
import { conformanceCases } from './conformance-cases.ts';
import { runCase } from './run-case.ts';
import { createSession } from './session.ts';

export { describeDefinition, type DescribeSetting } from './describe-definition.ts';
export * from './describe-kinds.ts';

export interface DescribeOptions {
  /** What `open` is given; the defaults unless given. */
  readonly options?: unknown;
  /** Why a case is left out; undefined where it is not. Traits leave out what was never promised by themselves. */
  skip?(item: ConformanceCase): string | undefined;
}

/** Milliseconds for a case: whole networks on plain JavaScript take longer than vitest waits by itself. */
const PATIENCE = 180_000;

/**
 * A describe block with one test for each conformance case. Skips them with the reason where the backend cannot run,
 * and those that it does not promise.
 */
export function describeBackend(
  definition: BackendDefinition,
  { options = {}, skip = () => undefined }: DescribeOptions = {},
): void {
  describe(`the backend ${definition.name}`, () => {
    const session = createSession(definition, parseOptions(definition.options, options, 'backend'));
    let unavailable: string | undefined;
    beforeAll(async () => {
      unavailable = await definition.whyUnavailable();
      if (unavailable === undefined) await session.open();
    }, PATIENCE);
    afterAll(() => session.close(), PATIENCE);
    for (const item of conformanceCases()) {
      test(
        `${item.group}: ${item.name}`,
        async ({ skip: skipTest }) => {
          const reason = unavailable ?? skip(item);
          if (reason !== undefined) skipTest(reason);
          const { status, problem } = await runCase(item, session);
          if (status === 'not promised') skipTest('not promised');
          expect(problem).toBeUndefined();
        },
        PATIENCE,
      );
    }
  });
}
