import type { SavedClassifier } from '@attgan/classifier';
import type { Dataset, Split } from '@attgan/core';
import type { Evaluation } from '@attgan/eval';
import type { EvaluationRequest } from './evaluation-request.ts';

/** What an evaluation says of the classifier that read its edits, measured on the real faces of the split. */
export async function describeClassifier(
  { card, sha256, measure }: SavedClassifier,
  dataset: Dataset,
  split: Split,
  { count, signal }: Pick<EvaluationRequest, 'count' | 'signal'>,
): Promise<NonNullable<Evaluation['classifier']>> {
  const { mean, faces, attributes } = await measure(dataset, split, count, signal);
  const { iterations, batch, seed } = card.training;
  return {
    description: `trained separately from the models: ${iterations} iterations at batch ${batch}, seed ${seed}, ${card.data}`,
    sha256,
    accuracy: mean,
    accuracies: Object.fromEntries(attributes.map(({ attribute, accuracy }) => [attribute, accuracy])),
    count: faces,
  };
}
