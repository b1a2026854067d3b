import { join } from 'node:path';
import type { Dataset } from '@attgan/core';
import { openRecogniser, type FaceRecogniser, type SavedClassifier } from '@attgan/eval';
import type { Output } from '../output.ts';
import { evaluationClassifier } from './evaluation-classifier.ts';
import type { EvaluationRequest } from './evaluation-request.ts';

/** The networks that edits are read with, opened when first asked for. */
export interface Readers {
  classifier(): Promise<SavedClassifier>;
  recogniser(): Promise<FaceRecogniser>;
  /** The classifier if anybody asked for it. */
  opened(): Promise<SavedClassifier | undefined>;
  dispose(): Promise<void>;
}

export function createReaders(
  { out, classifier: named }: EvaluationRequest,
  dataset: Dataset,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Readers {
  let classifier: Promise<SavedClassifier> | undefined;
  let recogniser: Promise<FaceRecogniser> | undefined;
  const folder = named ?? join(out, 'classifier');
  return {
    classifier: () =>
      (classifier ??= evaluationClassifier({ folder, named: named !== undefined, dataset, output, signal })),
    recogniser: () => (recogniser ??= openRecogniser()),
    opened: async () => classifier,
    async dispose() {
      (await classifier)?.dispose();
      (await recogniser)?.dispose();
    },
  };
}
