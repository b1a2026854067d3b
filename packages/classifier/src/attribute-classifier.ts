import { disposeTree } from '@attgan/kernels';
import type { ClassifierAccuracy, ClassifierTraining } from './classifier-card.ts';
import type { ClassifierLayer, ClassifierWeights } from './classifier-network.ts';
import { createReader, type AttributeReader } from './attribute-reader.ts';

/** Predicts attributes of pictures, independently of the model under test. */
export interface AttributeClassifier extends AttributeReader {
  readonly attributes: readonly string[];
  /** Height and width of the pictures it reads, pixels. */
  readonly size: number;
  readonly layers: readonly ClassifierLayer[];
  /** On tfjs's backend; disposed with the classifier. */
  readonly weights: ClassifierWeights;
  /** How it was trained. */
  readonly training: ClassifierTraining;
  /** How it reads the validation split. */
  readonly validation: ClassifierAccuracy;
  /** The share of `validation` read correctly, in [0, 1]: the mean over attributes, and of each. */
  readonly accuracy: number;
  readonly accuracies: readonly number[];
  dispose(): void;
}

/** A classifier of given weights, which it owns from here on. */
export function createClassifier(
  known: Pick<AttributeClassifier, 'attributes' | 'size' | 'layers' | 'weights' | 'training' | 'validation'>,
): AttributeClassifier {
  const { weights, validation } = known;
  return {
    ...known,
    ...createReader(known),
    accuracy: validation.mean,
    accuracies: validation.attributes.map(({ accuracy }) => accuracy),
    dispose() {
      disposeTree(weights.params);
      disposeTree(weights.state);
    },
  };
}
