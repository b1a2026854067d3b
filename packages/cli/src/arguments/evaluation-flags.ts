import { SPLITS, UsageError, withoutUndefined } from '@attgan/core';
import { nested, mergeLayers, parseValue, STRENGTHS, type MetricChoice, type Protocol } from '@attgan/experiment';
import type { Flags, FlagSpecs } from './flags.ts';
import { choiceFlag, integerFlag, positiveFlag, positivesFlag } from './number-flags.ts';

/** Flags of `attgan evaluate`, besides those of the data and the backend. */
export const EVALUATION_FLAGS: FlagSpecs = {
  model: {
    type: 'text',
    repeatable: true,
    summary: 'model folder; repeat the flag to compare models on the same faces',
  },
  out: { type: 'text', summary: 'folder of the page and the numbers; the same command continues from it' },
  split: { type: 'text', summary: `split of the faces: ${SPLITS.join(', ')} (test)` },
  count: { type: 'text', summary: 'number of faces, from the start of the split (all)' },
  strength: { type: 'text', summary: 'strength of all edits but those of the curves (the model’s own)' },
  strengths: { type: 'text', summary: `strengths of the curves, separated by commas (${STRENGTHS.join()})` },
  metric: { type: 'text', repeatable: true, summary: 'name of a metric (all); --metric.NAME.OPTION sets its options' },
  classifier: {
    type: 'text',
    summary: 'folder made by train-classifier (an installed one that fits, or one trained into --out)',
  },
  augmentation: { type: 'switch', summary: 'also train a classifier on edited copies, and compare its accuracy' },
  faceless: {
    type: 'switch',
    summary: 'leave pictures of faces out of the page, for data that may not be redistributed',
  },
  seed: { type: 'text', summary: 'seed of the measurements (0)' },
};

export interface EvaluationFlags {
  /** Folders of models. */
  readonly folders: readonly string[];
  readonly out: string;
  readonly protocol: Protocol;
}

/** @throws UsageError for what is missing or cannot be */
export function evaluationFlags(flags: Flags): EvaluationFlags {
  const folders = flags.all('model');
  if (folders.length === 0) {
    throw new UsageError('--model is missing: the folder of a trained model, such as runs/NAME/model.');
  }
  const out = flags.text('out');
  if (out === undefined) throw new UsageError('--out is missing: the folder that the page is written to.');
  return {
    folders,
    out,
    protocol: {
      augmentation: flags.has('augmentation'),
      faceless: flags.has('faceless'),
      seed: integerFlag(flags, 'seed', 0) ?? 0,
      ...withoutUndefined({
        split: choiceFlag(flags, 'split', SPLITS),
        strengths: positivesFlag(flags, 'strengths'),
        count: integerFlag(flags, 'count'),
        strength: positiveFlag(flags, 'strength'),
        metrics: metricsOf(flags),
        classifier: flags.text('classifier'),
      }),
    },
  };
}

/** Those named, with their options; undefined for all with their defaults. */
function metricsOf(flags: Flags): readonly MetricChoice[] | undefined {
  const names = flags.all('metric');
  const options = flags.dotted.flatMap(([path, value]) => {
    const [part, name, ...keys] = path.split('.') as [string, string, ...string[]];
    return part === 'metric' ? [{ name, path, value: nested(keys, parseValue(value)) }] : [];
  });
  const stray = options.find(({ name }) => !names.includes(name));
  if (stray !== undefined) throw new UsageError(`--${stray.path}: name the metric, too: --metric ${stray.name}.`);
  if (names.length === 0) return undefined;
  return names.map((name): { readonly name: string } => ({
    ...mergeLayers(options.filter((option) => option.name === name).map(({ value }) => value)),
    name,
  }));
}
