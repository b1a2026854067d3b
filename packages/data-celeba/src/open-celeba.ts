import { AttganError } from '@attgan/core';
import type { DataRequest, Dataset, Split } from '@attgan/core';
import { attributeColumns } from './attributes.ts';
import { exclusiveGroups } from './conflicts.ts';
import { cropOf } from './crops.ts';
import { openFolder } from './folder-source.ts';
import { readListing } from './listing.ts';
import { resamplingOf } from './options.ts';
import type { CelebaOptions } from './options.ts';

export async function openCeleba(options: CelebaOptions, request: DataRequest): Promise<Dataset> {
  const { size } = request;
  const listing = await readListing(options);
  const { table, splits, identities, layout } = listing;
  const columns = attributeColumns(options.attributes, table.attributes, table.path);
  if (layout.images === undefined) {
    throw new AttganError(`${layout.root} holds no images: put the folder img_align_celeba there`);
  }
  const source = await openFolder(layout.images, table.names, {
    crop: cropOf(options.crop),
    resample: resamplingOf(options),
    size,
  });
  const rowsOf = (split: Split, indices: readonly number[]): number[] =>
    indices.map((index) => {
      const row = splits[split][index];
      if (row === undefined) throw new RangeError(`${split} has no image ${index}, only ${splits[split].length}`);
      return row;
    });
  const labelsOf = (rows: readonly number[]): Uint8Array => {
    const labels = new Uint8Array(rows.length * columns.length);
    rows.forEach((row, index) =>
      columns.forEach((column, position) => {
        labels[index * columns.length + position] = table.labels[row * table.attributes.length + column] ?? 0;
      }),
    );
    return labels;
  };
  return {
    attributes: options.attributes,
    exclusive: exclusiveGroups(options.attributes),
    size,
    counts: { train: splits.train.length, validation: splits.validation.length, test: splits.test.length },
    description: `CelebA, ${table.names.length} images ${source.description}, crop ${options.crop}, ${size} pixels`,
    load: async (split, indices) => {
      const rows = rowsOf(split, indices);
      const pixels = new Uint8Array(rows.length * size * size * 3);
      await source.read(rows, pixels);
      return { count: rows.length, size, pixels, labels: labelsOf(rows) };
    },
    labels: async (split, indices) => labelsOf(rowsOf(split, indices)),
    names: async (split, indices) => rowsOf(split, indices).map((row) => table.names[row] ?? ''),
    ...(identities && {
      identities: async (split: Split, indices: readonly number[]) =>
        rowsOf(split, indices).map((row) => identities[row] ?? 0),
    }),
    close: async () => source.close(),
  };
}
