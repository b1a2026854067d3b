import { AttganError } from '@attgan/core';
import type { DataRequest, Dataset, Split } from '@attgan/core';
import { attributeColumns } from './attributes.ts';
import { chooseSource } from './choose-source.ts';
import { describeAbsent } from './absent-rows.ts';
import { exclusiveGroups } from './conflicts.ts';
import { cropOf } from './crops.ts';
import { goodImages } from './good-images.ts';
import { readListing } from './listing.ts';
import type { LabelTable } from './label-table.ts';
import type { ImageSource } from './image-source.ts';
import { resamplingOf } from './options.ts';
import type { CelebaOptions } from './options.ts';
import { withoutRows } from './splits.ts';

/**
 * Opens CelebA. Throws an AttganError for a label file that is malformed, a missing file or a pack that does not fit.
 * Images that have no file are errors too, or with `onBadImage: 'skip'` left out of their split.
 */
export async function openCeleba(options: CelebaOptions, request: DataRequest): Promise<Dataset> {
  const { size } = request;
  const report = (line: string): void => request.report(line);
  const listing = await readListing(options);
  const { table, identities } = listing;
  const columns = attributeColumns(options.attributes, table.attributes, table.path);
  const recipe = { crop: cropOf(options.crop), resample: resamplingOf(options), size };
  const source = await chooseSource(options, recipe, listing, report);
  try {
    checkSource(source, options, table, report);
  } catch (error) {
    await source.close();
    throw error;
  }
  const splits = withoutRows(listing.splits, source.absent);
  const images = goodImages(source, size, options.onBadImage, report);
  const rowsOf = (split: Split, indices: readonly number[]): Promise<number[]> => images.rowsOf(splits[split], indices);
  return {
    attributes: options.attributes,
    exclusive: exclusiveGroups(options.attributes),
    size,
    counts: { train: splits.train.length, validation: splits.validation.length, test: splits.test.length },
    description: `CelebA: ${table.names.length - source.absent.length} images ${source.description}, crop ${options.crop}, ${recipe.resample} to ${size} pixels, ${options.split} split`,
    load: async (split, indices) => {
      const { rows, pixels } = await images.load(splits[split], indices);
      return { count: rows.length, size, pixels, labels: pickLabels(table, rows, columns) };
    },
    labels: async (split, indices) => pickLabels(table, await rowsOf(split, indices), columns),
    names: async (split, indices) => (await rowsOf(split, indices)).map((row) => table.names[row] ?? ''),
    ...(identities && {
      identities: async (split: Split, indices: readonly number[]) =>
        (await rowsOf(split, indices)).map((row) => identities[row] ?? 0),
    }),
    close: async () => source.close(),
  };
}

/** Reports images known to be missing or damaged, or throws where they are to stop the work. */
function checkSource(
  source: ImageSource,
  options: CelebaOptions,
  table: LabelTable,
  report: (line: string) => void,
): void {
  const missing = describeAbsent(source.absent, table);
  if (missing !== undefined) {
    if (options.onBadImage === 'stop') {
      throw new AttganError(`${missing}. Restore them, or set the option onBadImage to skip`);
    }
    report(`${missing}; they are left out`);
  }
  const [firstDamaged] = source.damaged?.values() ?? [];
  if (firstDamaged !== undefined) {
    const problem = `${firstDamaged.message} (${source.damaged?.size} damaged in all)`;
    if (options.onBadImage === 'stop') {
      throw new AttganError(
        `${problem}. Restore the files, delete the pack and pack again, or set the option onBadImage to skip`,
      );
    }
    report(`${problem}; the next good image stands in for each`);
  }
}

/** [rows.length, columns.length] of the label table. */
function pickLabels(table: LabelTable, rows: readonly number[], columns: readonly number[]): Uint8Array {
  const width = table.attributes.length;
  const labels = new Uint8Array(rows.length * columns.length);
  for (const [index, row] of rows.entries()) {
    for (const [position, column] of columns.entries()) {
      labels[index * columns.length + position] = table.labels[row * width + column] ?? 0;
    }
  }
  return labels;
}
