import { join } from 'node:path';
import type { SavedClassifier } from '@attgan/classifier';
import type { Dataset } from '@attgan/core';
import { openRecogniser, type FaceRecogniser } from '@attgan/eval';
import { evaluationClassifier } from './evaluation-classifier.ts';
import type { EvaluationRequest } from './evaluation-request.ts';

/** The networks that edits are read with, opened when first used. */
export interface Readers {
  classifier(): Promise<SavedClassifier>;
  recogniser(): Promise<FaceRecogniser>;
  /** The classifier, if it was used. */
  opened(): Promise<SavedClassifier | undefined>;
  dispose(): Promise<void>;
}

/** @param shipped folder of an installed classifier for this data, if there is one */
export function createReaders(request: EvaluationRequest, dataset: Dataset, shipped: string | undefined): Readers {
  const { out, classifier: named } = request;
  let classifier: Promise<SavedClassifier> | undefined;
  let recogniser: Promise<FaceRecogniser> | undefined;
  return {
    classifier: () =>
      (classifier ??= evaluationClassifier({ named, shipped, own: join(out, 'classifier') }, dataset, request)),
    recogniser: () => (recogniser ??= openRecogniser()),
    opened: async () => classifier,
    async dispose() {
      (await classifier)?.dispose();
      (await recogniser)?.dispose();
    },
  };
}
