import { join } from 'node:path';
import type { SavedClassifier } from '@attgan/classifier';
import type { Dataset } from '@attgan/core';
import { openRecogniser, type FaceRecogniser } from '@attgan/eval';
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

/** @param shipped folder of a classifier that comes along, if there is one for these data */
export function createReaders(
  { out, classifier: named }: EvaluationRequest,
  dataset: Dataset,
  { output, signal, shipped }: { readonly output: Output; readonly signal: AbortSignal; readonly shipped: string },
): Readers {
  let classifier: Promise<SavedClassifier> | undefined;
  let recogniser: Promise<FaceRecogniser> | undefined;
  return {
    classifier: () =>
      (classifier ??= evaluationClassifier({ named, shipped, own: join(out, 'classifier'), dataset, output, signal })),
    recogniser: () => (recogniser ??= openRecogniser()),
    opened: async () => classifier,
    async dispose() {
      (await classifier)?.dispose();
      (await recogniser)?.dispose();
    },
  };
}
