import { basename, dirname, resolve } from 'node:path';
import { SPLITS, UsageError, type Split } from '@attgan/core';
import type { Flags, FlagSpecs } from '../flags.ts';
import { positive, positiveNumber, wholeNumber } from '../number-flags.ts';

/** Flags of `attgan evaluate`, besides those of the data and the backend. */
export const EVALUATION_FLAGS: FlagSpecs = {
  model: { type: 'text', repeatable: true, summary: 'model folder; several are compared on the same faces' },
  out: { type: 'text', summary: 'folder of the page, the numbers, and what a later run goes on from' },
  split: { type: 'text', summary: `${SPLITS.join(', ')}; test unless given` },
  count: { type: 'text', summary: 'faces, the first of the split; all unless given' },
  strength: { type: 'text', summary: `of the edits that single numbers describe; the model’s own unless given` },
  strengths: { type: 'text', summary: 'of the curves, with commas; 0.5,1,1.5,2,3 unless given' },
  metric: { type: 'text', repeatable: true, summary: 'name of a metric; all unless given' },
  classifier: {
    type: 'text',
    summary: 'folder by train-classifier; the one in models/, or one trained into --out, unless given',
  },
  augmentation: {
    type: 'switch',
    summary: 'also trains a classifier on edited copies, to see whether it reads better',
  },
  faceless: { type: 'switch', summary: 'a page without pictures of faces, for data that may not be passed on' },
};

const STRENGTHS = '0.5,1,1.5,2,3';

export interface EvaluationRequest {
  /** Folders by the names that the page gives them. */
  readonly models: readonly { readonly name: string; readonly folder: string }[];
  readonly out: string;
  readonly split: Split;
  readonly count?: number;
  /** The models' own where absent. */
  readonly strength?: number;
  readonly strengths: readonly number[];
  /** Names of metrics; undefined for all. */
  readonly metrics?: readonly string[];
  readonly classifier?: string;
  readonly augmentation: boolean;
  readonly faceless: boolean;
}

/** @throws UsageError for what is missing or cannot be */
export function evaluationRequest(flags: Flags): EvaluationRequest {
  const folders = flags.all('model');
  if (folders.length === 0) {
    throw new UsageError('--model is missing: the folder of a trained model, such as runs/NAME/model.');
  }
  const out = flags.text('out');
  if (out === undefined) throw new UsageError('--out is missing: the folder that the page is written to.');
  const split = (flags.text('split') ?? 'test') as Split;
  if (!SPLITS.includes(split)) throw new UsageError(`--split ${split}: there are ${SPLITS.join(', ')}.`);
  const count = wholeNumber(flags, 'count');
  const strength = positiveNumber(flags, 'strength');
  const metrics = flags.all('metric');
  const classifier = flags.text('classifier');
  return {
    models: named(folders),
    out,
    split,
    strengths: (flags.text('strengths') ?? STRENGTHS).split(',').map((text) => positive('strengths', text)),
    augmentation: flags.has('augmentation'),
    faceless: flags.has('faceless'),
    ...(count !== undefined && { count }),
    ...(strength !== undefined && { strength }),
    ...(metrics.length > 0 && { metrics }),
    ...(classifier !== undefined && { classifier }),
  };
}

/** The folder's name, or its run's where the folder is only called `model`; numbered where names are equal. */
function named(folders: readonly string[]): { name: string; folder: string }[] {
  const names = folders.map((folder) => {
    const path = resolve(folder);
    return basename(path) === 'model' ? basename(dirname(path)) : basename(path);
  });
  return folders.map((folder, index) => {
    const name = names[index] as string;
    const before = names.slice(0, index).filter((other) => other === name).length;
    return { folder, name: before === 0 ? name : `${name} (${before + 1})` };
  });
}
