import { availableParallelism } from 'node:os';
import { AttganError, type Dataset, type LabelledImages, type Split } from '@attgan/core';
import pMap from 'p-map';
import { EXCLUSIVE, type Labels } from './attributes.ts';
import type { Draw } from './draw.ts';
import { packLabels, relabel } from './labels.ts';
import type { AvatarOptions } from './options.ts';
import { labelsOf } from './portraits.ts';

/**
 * The faces that `options` mean. `counterfactual` redraws a face with other labels and everything else unchanged; it
 * throws an AttganError when the labels break an exclusive group, or are not [indices.length, attributes].
 */
export function createDataset(options: AvatarOptions, size: number, draw: Draw): Dataset {
  const { seed, attributes, train, validation, test } = options;
  const counts = { train, validation, test };
  const check = (split: Split, indices: readonly number[]): void => {
    for (const index of indices) {
      if (Number.isInteger(index) && index >= 0 && index < counts[split]) continue;
      throw new AttganError(`No face ${index} in the ${split} split: it has ${counts[split]}, counted from 0.`);
    }
  };
  const collect = async (
    indices: readonly number[],
    faces: readonly Labels[],
    picture: (index: number, position: number) => Promise<Uint8Array>,
  ): Promise<LabelledImages> => {
    const pixels = new Uint8Array(indices.length * size * size * 3);
    const place = async (index: number, position: number): Promise<void> =>
      pixels.set(await picture(index, position), position * size * size * 3);
    await pMap(indices, place, { concurrency: availableParallelism() });
    return { count: indices.length, size, pixels, labels: packLabels(faces, attributes) };
  };
  return {
    attributes,
    exclusive: EXCLUSIVE.map((group) => group.filter((name) => attributes.includes(name))).filter(
      (group) => group.length > 1,
    ),
    size,
    counts,
    description: `drawn faces, seed ${seed}: ${train} train, ${validation} validation, ${test} test, ${size}×${size}`,
    async load(split, indices) {
      check(split, indices);
      const faces = indices.map((index) => labelsOf(seed, split, index));
      return collect(indices, faces, (index) => draw(split, index));
    },
    async labels(split, indices) {
      check(split, indices);
      return packLabels(
        indices.map((index) => labelsOf(seed, split, index)),
        attributes,
      );
    },
    async names(split, indices) {
      check(split, indices);
      return indices.map((index) => `${split}-${String(index).padStart(6, '0')}.png`);
    },
    async identities(split, indices) {
      check(split, indices);
      return [...indices];
    },
    async counterfactual(split, indices, labels) {
      check(split, indices);
      const width = attributes.length;
      if (labels.length !== indices.length * width) {
        throw new AttganError(
          `${labels.length} labels for ${indices.length} faces: ${indices.length * width} are needed, ${width} for each face.`,
        );
      }
      const faces = indices.map((index, row) =>
        relabel(labelsOf(seed, split, index), attributes, labels.subarray(row * width, (row + 1) * width)),
      );
      return collect(indices, faces, (index, position) => draw(split, index, faces[position]));
    },
    async close() {},
  };
}
