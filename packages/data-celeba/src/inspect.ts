import { join } from 'node:path';
import { SPLITS } from '@attgan/core';
import type { Split } from '@attgan/core';
import { absentRows } from './absent-rows.ts';
import { attributeColumns } from './attributes.ts';
import { exclusiveGroups } from './conflicts.ts';
import { cropOf } from './crops.ts';
import { createDecoder } from './decode.ts';
import type { Decode } from './decode.ts';
import type { LabelTable } from './label-table.ts';
import { readListing } from './listing.ts';
import { celebaOptions, resamplingOf } from './options.ts';

/** Images decoded to see whether they are what they should be, spread evenly over the files. */
const SAMPLE = 64;
const SAMPLE_SIZE = 64;
const EXAMPLES = 5;

export interface CelebaInspection {
  readonly root: string;
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
  /** Undefined without an identity file. `shared` people have images in several splits. */
  readonly people:
    | { readonly count: number; readonly fewestImages: number; readonly mostImages: number; readonly shared: number }
    | undefined;
}

/** What a copy of CelebA holds. Throws an AttganError where its text files are malformed; bad images are only reported. */
export async function inspectCeleba(rawOptions: unknown): Promise<CelebaInspection> {
  const options = celebaOptions.parse(rawOptions);
  const { layout, table, splits, identities } = await readListing(options);
  const columns = attributeColumns(options.attributes, table.attributes, table.path);
  const absent = layout.images === undefined ? [...table.names.keys()] : await absentRows(layout.images, table.names);
  const decode = await createDecoder({
    crop: cropOf(options.crop),
    resample: resamplingOf(options),
    size: SAMPLE_SIZE,
  });
  const total = table.names.length;
  return {
    root: layout.root,
    labels: layout.labels,
    images: layout.images,
    listed: total,
    missing: { count: absent.length, examples: absent.slice(0, EXAMPLES).map((row) => table.names[row] ?? '') },
    sample: await checkSample(layout.images, table.names, new Set(absent), decode),
    counts: { train: splits.train.length, validation: splits.validation.length, test: splits.test.length },
    attributes: options.attributes.map((name, position) => {
      const column = columns[position] ?? 0;
      const positives = SPLITS.map((split) => [split, countPositive(table, splits[split], column)] as const);
      const positive = positives.reduce((sum, [, count]) => sum + count, 0);
      const rates = Object.fromEntries(positives.map(([split, count]) => [split, count / splits[split].length]));
      return { name, positive, rate: positive / total, rates: rates as Record<Split, number> };
    }),
    violations: exclusiveGroups(options.attributes).map((group) => findViolations(table, group)),
    people: identities && describePeople(identities, splits),
  };
}

async function checkSample(
  folder: string | undefined,
  names: readonly string[],
  absent: ReadonlySet<number>,
  decode: Decode,
): Promise<CelebaInspection['sample']> {
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

function findViolations(table: LabelTable, group: readonly string[]): CelebaInspection['violations'][number] {
  const columns = attributeColumns(group, table.attributes, table.path);
  const width = table.attributes.length;
  const names = table.names.filter(
    (_, row) => columns.filter((column) => table.labels[row * width + column] === 1).length > 1,
  );
  return { group, images: names.length, examples: names.slice(0, EXAMPLES) };
}

function describePeople(
  identities: Int32Array,
  splits: Readonly<Record<Split, Uint32Array>>,
): CelebaInspection['people'] {
  const images = new Map<number, number>();
  for (const person of identities) images.set(person, (images.get(person) ?? 0) + 1);
  const places = new Map<number, Set<Split>>();
  for (const split of SPLITS) {
    for (const row of splits[split]) {
      const person = identities[row] ?? 0;
      const seen = places.get(person) ?? new Set<Split>();
      places.set(person, seen.add(split));
    }
  }
  let fewest = Infinity;
  let most = 0;
  for (const count of images.values()) {
    fewest = Math.min(fewest, count);
    most = Math.max(most, count);
  }
  return {
    count: images.size,
    fewestImages: images.size === 0 ? 0 : fewest,
    mostImages: most,
    shared: [...places.values()].filter((splitsOfPerson) => splitsOfPerson.size > 1).length,
  };
}
