import { requireImages, type Dataset, type Split } from '@attgan/core';
import type { EvaluatedEditor } from './create-sample.ts';
import type { Subject } from './sample.ts';

/** What is evaluated, and by which protocol. */
export interface SubjectRequest {
  readonly editor: Pick<EvaluatedEditor, 'intensities'>;
  readonly dataset: Dataset;
  readonly split: Split;
  /** Faces, the first of the split; all of them when absent. */
  readonly count?: number;
  readonly strength: number;
  readonly strengths: readonly number[];
  readonly seed: number;
}

/** @throws AttganError when the split has no face */
export async function describeSubject({
  editor,
  dataset,
  split,
  count = Infinity,
  strength,
  strengths,
  seed,
}: SubjectRequest): Promise<Subject> {
  requireImages(dataset, split, 'to evaluate');
  const faces = Math.min(count, dataset.counts[split]);
  const indices = Array.from({ length: faces }, (_, index) => index);
  const identities = await dataset.identities?.(split, indices);
  return {
    attributes: dataset.attributes,
    exclusive: dataset.exclusive,
    split,
    faces,
    labels: await dataset.labels(split, indices),
    ...(identities !== undefined && { identities }),
    hasTruths: dataset.counterfactual !== undefined,
    tellsIntensities: editor.intensities !== undefined,
    strength,
    strengths: [...new Set([...strengths, strength])].sort((a, b) => a - b),
    seed,
  };
}

/** Positions 0 … faces − 1, in batches of `size`. */
export function batchesOf(faces: number, size: number): number[][] {
  return Array.from({ length: Math.ceil(faces / size) }, (_, batch) =>
    Array.from({ length: Math.min(size, faces - batch * size) }, (__, index) => batch * size + index),
  );
}
