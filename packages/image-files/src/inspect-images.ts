import { join } from 'node:path';
import { SPLITS } from '@attgan/core';
import type { Split } from '@attgan/core';
import { absentRows } from './absent-rows.ts';
import { attributeColumns } from './attribute-columns.ts';
import { describePeople } from './describe-people.ts';
import type { PeopleCount } from './describe-people.ts';
import { createDecoder } from './decode.ts';
import type { Decode } from './decode.ts';
import type { ImageChoice, SplitListing } from './image-listing.ts';
import type { ImageSettings } from './image-options.ts';
import type { LabelTable } from './label-table.ts';
import { countRows } from './splits.ts';

/** Images decoded to see whether they are what they should be, spread evenly over the files. */
const SAMPLE = 64;
const SAMPLE_SIZE = 64;
const EXAMPLES = 5;

export interface ImageInspection {
  /** The label file and the folder of images that were found. */
  readonly labels: string;
  readonly images: string | undefined;
  readonly listed: number;
  /** Listed images without a file, and the first few names. */
  readonly missing: { readonly count: number; readonly examples: readonly string[] };
  /** Images of a sample that were decoded, and what was wrong with those that could not be used. */
  readonly sample: { readonly checked: number; readonly problems: readonly string[] };
  readonly counts: Readonly<Record<Split, number>>;
  /** Every chosen attribute with the share of images that have it, in all and in each split (NaN for an empty split). */
  readonly attributes: readonly {
    readonly name: string;
    readonly positive: number;
    readonly rate: number;
    readonly rates: Readonly<Record<Split, number>>;
  }[];
  /** Images that have several attributes of an exclusive group. */
  readonly violations: readonly {
    readonly group: readonly string[];
    readonly images: number;
    readonly examples: readonly string[];
  }[];
  /** Undefined where it is not known who is on the images. */
  readonly people: PeopleCount | undefined;
}

/** What labelled image files hold. Bad images are only reported. Throws a UsageError for an unknown attribute. */
export async function inspectImages(
  { folder, table, splits, identities }: SplitListing,
  { attributes, exclusive }: ImageChoice,
  { crop, resample }: Pick<ImageSettings, 'crop' | 'resample'>,
): Promise<ImageInspection> {
  const columns = attributeColumns(attributes, table.attributes, table.path);
  const absent = folder === undefined ? [...table.names.keys()] : await absentRows(folder, table.names);
  const decode = await createDecoder({ crop, resample, size: SAMPLE_SIZE });
  const total = table.names.length;
  return {
    labels: table.path,
    images: folder,
    listed: total,
    missing: { count: absent.length, examples: absent.slice(0, EXAMPLES).map((row) => table.names[row] ?? '') },
    sample: await checkSample(folder, table.names, new Set(absent), decode),
    counts: countRows(splits),
    attributes: attributes.map((name, position) => {
      const column = columns[position] ?? 0;
      const positives = SPLITS.map((split) => [split, countPositive(table, splits[split], column)] as const);
      const positive = positives.reduce((sum, [, count]) => sum + count, 0);
      const rates = Object.fromEntries(positives.map(([split, count]) => [split, count / splits[split].length]));
      return { name, positive, rate: positive / total, rates: rates as Record<Split, number> };
    }),
    violations: exclusive.map((group) => findViolations(table, group)),
    people: identities && describePeople(identities, splits),
  };
}

async function checkSample(
  folder: string | undefined,
  names: readonly string[],
  absent: ReadonlySet<number>,
  decode: Decode,
): Promise<ImageInspection['sample']> {
  if (folder === undefined) return { checked: 0, problems: [] };
  const present = names.filter((_, row) => !absent.has(row));
  const count = Math.min(SAMPLE, present.length);
  const sample = Array.from(
    { length: count },
    (_, index) => present[Math.floor((index * present.length) / count)] ?? '',
  );
  const failures = await decode(
    sample.map((name) => join(folder, name)),
    new Uint8Array(count * SAMPLE_SIZE * SAMPLE_SIZE * 3),
  );
  const problems = [...failures].map(([position, problem]) => `${join(folder, sample[position] ?? '')}: ${problem}`);
  return { checked: count, problems };
}

function countPositive(table: LabelTable, rows: Uint32Array, column: number): number {
  return rows.reduce((sum, row) => sum + (table.labels[row * table.attributes.length + column] ?? 0), 0);
}

function findViolations(table: LabelTable, group: readonly string[]): ImageInspection['violations'][number] {
  const columns = attributeColumns(group, table.attributes, table.path);
  const width = table.attributes.length;
  const names = table.names.filter(
    (_, row) => columns.filter((column) => table.labels[row * width + column] === 1).length > 1,
  );
  return { group, images: names.length, examples: names.slice(0, EXAMPLES) };
}
