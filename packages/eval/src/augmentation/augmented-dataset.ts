import { randomKey, uniform, type Dataset } from '@attgan/core';
import type { Change, Editor } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { facePictures } from '@attgan/pictures';
import { flippedLabels } from '../evaluation/flipped-labels.ts';

export interface AugmentationSource {
  readonly editor: Pick<Editor, 'editEach'>;
  readonly strength: number;
  /** Share of the faces read that are edited copies, in [0, 1]. */
  readonly share: number;
  readonly seed: number;
}

/**
 * A data source whose train split mixes faces with edited copies, with the labels of the edit (section 4.2 of the paper). Which
 * faces are edited, and in which attribute, is drawn again each time a face is read; the other splits are left as they are.
 */
export function augmentedDataset(dataset: Dataset, source: AugmentationSource): Dataset {
  const { editor, strength, share, seed } = source;
  const { attributes, exclusive } = dataset;
  const width = attributes.length;
  const visits = new Map<number, number>();

  /** The attribute to edit at this reading of a face; undefined to leave it alone. */
  const draw = (index: number): number | undefined => {
    const visit = visits.get(index) ?? 0;
    visits.set(index, visit + 1);
    const [whether, which] = uniform(randomKey(seed, 'edited copies', index, visit), 2) as unknown as [number, number];
    return whether < share ? Math.floor(which * width) : undefined;
  };

  return {
    ...dataset,
    description: `${dataset.description}, ${100 * share} % of the train split edited`,
    async load(split, indices) {
      const images = await dataset.load(split, indices);
      if (split !== 'train') return images;
      const chosen = indices.flatMap((index, row) => {
        const attribute = draw(index);
        return attribute === undefined ? [] : [{ row, attribute }];
      });
      if (chosen.length === 0) return images;
      const faces = facePictures(images);
      const labelOf = (row: number): Uint8Array => images.labels.subarray(row * width, (row + 1) * width);
      const changes = chosen.map(({ row, attribute }): Change => {
        return { attribute: attributes[attribute] as string, value: labelOf(row)[attribute] === 1 ? 'off' : 'on' };
      });
      const edits = await editor.editEach(
        chosen.map(({ row }) => faces[row] as Picture),
        Uint8Array.from(chosen.flatMap(({ row }) => [...labelOf(row)])),
        (position) => [[changes[position] as Change]],
        { strength },
      );
      const [pixels, labels] = [images.pixels.slice(), images.labels.slice()];
      for (const [position, { row, attribute }] of chosen.entries()) {
        pixels.set(edits[position]?.[0]?.pixels as Uint8Array, row * images.size ** 2 * 3);
        labels.set(flippedLabels(labelOf(row), attribute, attributes, exclusive), row * width);
      }
      return { ...images, pixels, labels };
    },
  };
}
