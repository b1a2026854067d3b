import { AttganError, requireImages, throwIfStopped, type Dataset, type Split } from '@attgan/core';
import { READ_AT_ONCE, type AttributeReader } from './attribute-reader.ts';
import type { ClassifierAccuracy } from './classifier-card.ts';
import { facePictures } from '@attgan/pictures';

/**
 * Compares what a classifier reads with the labels of the first `count` faces of a split, all of them when absent.
 * @throws AttganError when the data has other attributes than the classifier reads, or has no such face
 * @throws InterruptedError when `signal` is aborted
 */
export async function measureClassifier(
  classifier: Pick<AttributeReader, 'predict'> & { readonly attributes: readonly string[] },
  dataset: Dataset,
  split: Split,
  count = dataset.counts[split],
  signal?: AbortSignal,
): Promise<ClassifierAccuracy> {
  const { attributes } = classifier;
  if (attributes.join() !== dataset.attributes.join()) {
    throw new AttganError(
      `The classifier reads ${attributes.join(', ')}, but the data has the attributes ${dataset.attributes.join(', ')}. ` +
        'Open the data with the attributes of the classifier, in its order.',
    );
  }
  requireImages(dataset, split, 'to measure the classifier on');
  const faces = Math.min(count, dataset.counts[split]);
  const width = attributes.length;
  const present = attributes.map(() => 0);
  const right = attributes.map(() => 0);
  for (let start = 0; start < faces; start += READ_AT_ONCE) {
    throwIfStopped(signal);
    const indices = Array.from({ length: Math.min(READ_AT_ONCE, faces - start) }, (_, index) => start + index);
    const images = await dataset.load(split, indices);
    (await classifier.predict(facePictures(images))).forEach((said, at) => {
      const label = images.labels[at] as number;
      present[at % width] = (present[at % width] as number) + label;
      right[at % width] = (right[at % width] as number) + (said === label ? 1 : 0);
    });
  }
  return {
    split,
    faces,
    attributes: attributes.map((attribute, index) => ({
      attribute,
      present: present[index] as number,
      right: right[index] as number,
      accuracy: (right[index] as number) / faces,
    })),
    mean: right.reduce((sum, hits) => sum + hits, 0) / (width * faces),
  };
}
