import { UsageError, type Kind } from '@attgan/core';
import { adversarialSuite } from './adversarial-suite.ts';
import { augmentationSuite } from './augmentation-suite.ts';
import { averageSuite } from './average-suite.ts';
import { constraintSuite } from './constraint-suite.ts';
import { criticSuite } from './critic-suite.ts';
import { dataSuite } from './data-suite.ts';
import { definitionCases } from './definition-cases.ts';
import { generatorSuite } from './generator-suite.ts';
import type { Described, KindCase, KindSuite } from './kind-suite.ts';
import { methodSuite } from './method-suite.ts';
import { metricSuite } from './metric-suite.ts';
import { optimizerSuite } from './optimizer-suite.ts';
import { reconstructionSuite } from './reconstruction-suite.ts';
import { scheduleSuite } from './schedule-suite.ts';

/** The suites of our own kinds; backends have cases of another sort, `conformanceCases`. */
const OWN: readonly KindSuite[] = [
  dataSuite,
  generatorSuite,
  criticSuite,
  adversarialSuite,
  reconstructionSuite,
  constraintSuite,
  optimizerSuite,
  scheduleSuite,
  augmentationSuite,
  averageSuite,
  methodSuite,
  metricSuite,
] as readonly KindSuite[];

/** For kinds that have no suite: what holds of every definition. */
const anyKind = (kind: Kind): KindSuite<Kind, Described<Kind>> => ({
  kind,
  tensors: false,
  cases: [],
  open: async (definition, setting) => ({ definition, options: setting.options ?? {}, setting }),
});

/**
 * The suite of a kind.
 * @param more suites of other kinds, from those who brought the kinds
 * @throws UsageError for backends, which `checkBackend` checks
 */
export function suiteOf(kind: Kind, more: readonly KindSuite[] = []): KindSuite {
  if (kind === 'backend')
    throw new UsageError('Backends have cases of their own: use checkBackend or describeBackend.');
  return [...more, ...OWN].find((suite) => suite.kind === kind) ?? (anyKind(kind) as KindSuite);
}

/** What the cases of a definition look at: the definition itself, and what its suite made of it. */
export interface Opened {
  readonly described: Described<Kind>;
  readonly subject: unknown;
}

/** Every case of a kind: those of all definitions, then the kind's own. */
export function casesOf(kind: Kind, more: readonly KindSuite[] = []): readonly KindCase<Opened>[] {
  return [
    ...definitionCases().map((item) => lookingAt(item, ({ described }) => described)),
    ...suiteOf(kind, more).cases.map((item) => lookingAt(item, ({ subject }) => subject)),
  ];
}

function lookingAt<Subject>(item: KindCase<Subject>, part: (opened: Opened) => Subject): KindCase<Opened> {
  const { without, run, ...rest } = item;
  return {
    ...rest,
    run: (opened) => run(part(opened)),
    ...(without && { without: (opened: Opened) => without(part(opened)) }),
  };
}
