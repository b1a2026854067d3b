import { AttganError } from '@attgan/core';
import type { DataRequest, Dataset, Split } from '@attgan/core';
import { describeAbsent } from './absent-rows.ts';
import { attributeColumns } from './attribute-columns.ts';
import { chooseSource } from './choose-source.ts';
import { goodImages } from './good-images.ts';
import type { ImageChoice, SplitListing } from './image-listing.ts';
import type { ImageSettings } from './image-options.ts';
import type { ImageSource } from './image-source.ts';
import { pickLabels } from './label-table.ts';
import type { LabelTable } from './label-table.ts';
import { countRows, withoutRows } from './splits.ts';

/**
 * Opens labelled image files. Throws a UsageError for an attribute that the label file does not have, and an AttganError
 * for a missing folder or a pack that does not fit. Images that have no file are errors too, or with
 * `onBadImage: 'skip'` left out of their split.
 */
export async function openImages(
  listing: SplitListing,
  choice: ImageChoice,
  settings: ImageSettings,
  request: DataRequest,
): Promise<Dataset> {
  const { size } = request;
  const report = (line: string): void => request.report(line);
  const { table, identities } = listing;
  const { crop, cropName, resample, onBadImage } = settings;
  const columns = attributeColumns(choice.attributes, table.attributes, table.path);
  const source = await chooseSource(settings.cache, { crop, resample, size }, listing, report);
  try {
    checkSource(source, onBadImage, table, report);
  } catch (error) {
    await source.close();
    throw error;
  }
  const splits = withoutRows(listing.splits, source.absent);
  const images = goodImages(source, size, onBadImage, report);
  const rowsOf = (split: Split, indices: readonly number[]): Promise<number[]> => images.rowsOf(splits[split], indices);
  let closing: Promise<void> | undefined;
  return {
    attributes: choice.attributes,
    exclusive: choice.exclusive,
    size,
    counts: countRows(splits),
    description: `${listing.title}: ${table.names.length - source.absent.length} images ${source.description}, crop ${cropName}, ${resample} to ${size} pixels, ${listing.splitName}`,
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
    problems: () => {
      const nameOf = (row: number): string => table.names[row] ?? '';
      return [
        ...source.absent.map((row) => ({ input: nameOf(row), error: `${nameOf(row)} is missing` })),
        ...[...images.damaged()].map(([row, { message }]) => ({ input: nameOf(row), error: message })),
      ];
    },
    close: () => (closing ??= source.close()),
  };
}

/** Reports images known to be missing or damaged, or throws where they are to stop the work. */
function checkSource(
  source: ImageSource,
  policy: ImageSettings['onBadImage'],
  table: LabelTable,
  report: (line: string) => void,
): void {
  const missing = describeAbsent(source.absent, table);
  if (missing !== undefined) {
    if (policy === 'stop') {
      throw new AttganError(`${missing}. Restore them, or set the option onBadImage to skip`);
    }
    report(`${missing}; they are left out`);
  }
  const [firstDamaged] = source.damaged?.values() ?? [];
  if (firstDamaged !== undefined) {
    const problem = `${firstDamaged.message} (${source.damaged?.size} damaged in all)`;
    if (policy === 'stop') {
      throw new AttganError(
        `${problem}. Restore the files, delete the pack and pack again, or set the option onBadImage to skip`,
      );
    }
    report(`${problem}; the next good image is used instead of each`);
  }
}
