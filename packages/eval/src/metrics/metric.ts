import { parseOptions, type DefinitionBase } from '@attgan/core';
import type { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { Sample, Subject } from '../evaluation/sample.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    metric: MetricDefinition;
  }
}

/** Numbers of some faces, a row a face: [faces, width]. Not a number where a face says nothing. */
export interface Rows {
  readonly width: number;
  readonly values: Float32Array;
}

/** Rows by name. They are kept on disk, so that an interrupted evaluation can continue. */
export type Observations = Readonly<Record<string, Rows>>;

/** Networks trained separately from the model, opened only for metrics that need them. */
export type Reader = 'classifier' | 'recogniser';

/** A measurement of edits. */
export interface MetricDefinition extends DefinitionBase<'metric', z.ZodType> {
  /**
   * Version of `observe`, 1 when absent. Raise it whenever equal faces give different rows, so that old ones are not reused.
   */
  readonly version?: number;
  /** For `sample.read` the classifier, for `sample.recognise` the recogniser; none when absent. */
  readonly needs?: readonly Reader[];
  /** Why it cannot be measured on these data; undefined when it can. */
  whyUnavailable?(subject: Subject): string | undefined;
  /** Observes some faces. Rows are in the order of `sample.faces`. */
  observe(sample: Sample, options: unknown): Promise<Observations>;
  /** The finding, from the rows of all faces of the subject, in its order. */
  summarise(observations: Observations, subject: Subject, options: unknown): Finding;
}

/**
 * Types `observe` and `summarise` by the definition's own names and schema. Both throw a UsageError of one line for
 * options that the schema refuses.
 */
export function defineMetric<Schema extends z.ZodType, Name extends string>(
  definition: Omit<MetricDefinition, 'kind' | 'options' | 'observe' | 'summarise'> & {
    readonly options: Schema;
    observe(sample: Sample, options: z.output<Schema>): Promise<Readonly<Record<Name, Rows>>>;
    summarise(observations: Readonly<Record<Name, Rows>>, subject: Subject, options: z.output<Schema>): Finding;
  },
): MetricDefinition {
  const parsed = (options: unknown): z.output<Schema> =>
    parseOptions(definition.options, options, `metric.${definition.name}`);
  return {
    ...definition,
    kind: 'metric',
    observe: (sample, options) => definition.observe(sample, parsed(options)),
    summarise: (observations, subject, options) =>
      definition.summarise(observations as Record<Name, Rows>, subject, parsed(options)),
  };
}
