import { messageOf, SPLITS, type Dataset, type Split } from '@attgan/core';
import { demand, equalBits } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';

interface Subject extends Described<'data'> {
  readonly size: number;
  readonly dataset: Dataset;
  /** What it said while it was opened. */
  readonly told: readonly string[];
  again(): Promise<Dataset>;
}

const SIZE = 64;
/** Labels that are looked at in each split. */
const MANY = 2000;

/** Some images of a split, both ends among them, not in order. */
function someOf({ counts }: Dataset, split: Split): number[] {
  const last = counts[split] - 1;
  return [...new Set([last, 0, Math.floor(last / 2), 1])].filter((index) => index >= 0 && index <= last);
}

const splitsOf = ({ counts }: Dataset): Split[] => SPLITS.filter((split) => counts[split] > 0);

/** Rows of the labels that have more than one attribute of a group. */
function violations({ attributes, exclusive }: Dataset, labels: Uint8Array): number {
  const groups = exclusive.map((group) => group.map((name) => attributes.indexOf(name)));
  const rows = Array.from({ length: labels.length / attributes.length }, (_, row) => row * attributes.length);
  return rows.filter((start) => groups.some((group) => group.filter((at) => labels[start + at] === 1).length > 1))
    .length;
}

async function refuses(what: string, use: () => Promise<unknown>): Promise<void> {
  try {
    await use();
  } catch (error) {
    const line = messageOf(error);
    demand(line.trim() !== '' && !line.includes('\n'), `the error for ${what} is not one line: ${line}`);
    return;
  }
  demand(false, `it accepts ${what}`);
}

/** What every data source must satisfy: an index always means the same image, and labels are what they say. */
export const dataSuite: KindSuite<'data', Subject> = {
  kind: 'data',
  tensors: false,
  async open(definition, setting) {
    const { options = {}, size = SIZE } = setting;
    const told: string[] = [];
    const request = { size, report: (line: string) => void told.push(line) };
    const open = (): Promise<Dataset> => definition.open(options, request);
    return { definition, options, setting, size, dataset: await open(), told, again: open };
  },
  close: ({ dataset }) => dataset.close(),
  cases: casesIn<Subject>('data', {
    'names its attributes, each once': async ({ dataset: { attributes } }) => {
      demand(attributes.length > 0, 'it has no attributes');
      demand(new Set(attributes).size === attributes.length, `an attribute is there twice: ${attributes.join(', ')}`);
      demand(
        attributes.every((name) => name.trim() !== ''),
        'an attribute has no name',
      );
    },
    'has groups of attributes that it names': async ({ dataset: { attributes, exclusive } }) => {
      const strange = exclusive.flat().filter((name) => !attributes.includes(name));
      demand(strange.length === 0, `exclusive groups name what is no attribute: ${strange.join(', ')}`);
      demand(
        exclusive.every((group) => group.length > 1),
        'an exclusive group has fewer than two attributes',
      );
    },
    'has images to train with, and whole counts': async ({ dataset: { counts } }) => {
      const whole = SPLITS.every((split) => Number.isInteger(counts[split]) && counts[split] >= 0);
      demand(whole, `its counts are ${JSON.stringify(counts)}`);
      demand(counts.train > 0, 'the train split is empty');
    },
    'describes itself in a line': async ({ dataset: { description } }) => {
      demand(description.trim() !== '' && !description.includes('\n'), `its description is "${description}"`);
    },
    'gives images of the size asked for, with labels 0 or 1': async ({ dataset, size }) => {
      demand(dataset.size === size, `its size is ${dataset.size}, asked for ${size}`);
      for (const split of splitsOf(dataset)) {
        const indices = someOf(dataset, split);
        const images = await dataset.load(split, indices);
        demand(images.count === indices.length, `${split}: ${images.count} images for ${indices.length} indices`);
        demand(images.size === size, `${split}: the images are ${images.size} pixels, asked for ${size}`);
        demand(images.pixels.length === indices.length * size * size * 3, `${split}: ${images.pixels.length} bytes`);
        demand(
          images.labels.length === indices.length * dataset.attributes.length,
          `${split}: ${images.labels.length} labels`,
        );
        demand(
          images.labels.every((label) => label <= 1),
          `${split}: a label is neither 0 nor 1`,
        );
        const labels = await dataset.labels(split, indices);
        demand(equalBits(labels, images.labels), `${split}: labels() and load() give different labels`);
      }
    },
    'gives the same bytes for the same index, in any order and when opened again': async ({ dataset, again }) => {
      const other = await again();
      try {
        for (const split of splitsOf(dataset)) {
          const indices = someOf(dataset, split);
          const bytes = dataset.size * dataset.size * 3;
          const images = await dataset.load(split, indices);
          const backwards = await other.load(split, indices.toReversed());
          for (const [at, index] of indices.entries()) {
            const from = (indices.length - 1 - at) * bytes;
            const equal = equalBits(
              images.pixels.subarray(at * bytes, (at + 1) * bytes),
              backwards.pixels.subarray(from, from + bytes),
            );
            demand(equal, `image ${index} of ${split} has other bytes when it is read again`);
          }
        }
      } finally {
        await other.close();
      }
    },
    'names each image, the same when opened again': async ({ dataset, again }) => {
      const other = await again();
      try {
        for (const split of splitsOf(dataset)) {
          const indices = Array.from({ length: Math.min(MANY, dataset.counts[split]) }, (_, index) => index);
          const names = await dataset.names(split, indices);
          demand(names.length === indices.length, `${split}: ${names.length} names for ${indices.length} images`);
          demand(new Set(names).size === names.length, `${split}: two images have one name`);
          demand(
            names.join() === (await other.names(split, indices)).join(),
            `${split}: other names when opened again`,
          );
        }
      } finally {
        await other.close();
      }
    },
    'has labels that keep to its exclusive groups, or says where they do not': async (subject) => {
      const { dataset, told, definition } = subject;
      for (const split of splitsOf(dataset)) {
        const indices = Array.from({ length: Math.min(MANY, dataset.counts[split]) }, (_, index) => index);
        const found = violations(dataset, await dataset.labels(split, indices));
        const said = told.length > 0 || definition.inspect !== undefined;
        demand(
          found === 0 || said,
          `${found} of ${indices.length} faces of ${split} have two attributes of a group, and nothing says so`,
        );
      }
    },
    'refuses indices that it does not have, in one line': async ({ dataset }) => {
      for (const split of splitsOf(dataset)) {
        for (const index of [dataset.counts[split], -1, 0.5]) {
          await refuses(`index ${index} of ${split}`, () => dataset.load(split, [index]));
          await refuses(`index ${index} of ${split} for labels`, () => dataset.labels(split, [index]));
        }
      }
    },
    'knows who is on each image': {
      without: ({ dataset }) => (dataset.identities === undefined ? 'it knows no identities' : undefined),
      run: async ({ dataset }) => {
        for (const split of splitsOf(dataset)) {
          const indices = someOf(dataset, split);
          const people = (await dataset.identities?.(split, indices)) ?? [];
          demand(
            people.length === indices.length,
            `${split}: ${people.length} identities for ${indices.length} images`,
          );
          demand(people.every(Number.isInteger), `${split}: the identities are ${people.join(', ')}`);
        }
      },
    },
    'edits truly: with its own labels an image stays what it is': {
      without: ({ dataset }) => (dataset.counterfactual === undefined ? 'it knows no true edits' : undefined),
      run: async ({ dataset }) => {
        for (const split of splitsOf(dataset)) {
          const indices = someOf(dataset, split);
          const images = await dataset.load(split, indices);
          const same = await dataset.counterfactual?.(split, indices, images.labels);
          demand(
            equalBits(same?.pixels ?? [], images.pixels),
            `${split}: an image edited to its own labels is another`,
          );
          const off = images.labels.map(() => 0);
          const edited = await dataset.counterfactual?.(split, indices, off);
          demand(equalBits(edited?.labels ?? [], off), `${split}: the true edit has other labels than were asked for`);
        }
      },
    },
    'takes its crop from inside the photograph': {
      without: ({ definition: { crop }, options, size }) =>
        crop?.(options, size) === undefined ? 'it crops nothing' : undefined,
      run: async ({ definition, options, size }) => {
        const crop = definition.crop?.(options, size);
        if (crop === undefined) return;
        const { x, y, edge, width, height } = crop;
        const inside = x >= 0 && y >= 0 && edge > 0 && x + edge <= width && y + edge <= height;
        demand(inside, `a square of ${edge} at (${x}, ${y}) leaves a photograph of ${width}×${height}`);
      },
    },
    'can be closed twice': async ({ again }) => {
      const dataset = await again();
      await dataset.close();
      await dataset.close();
    },
  }),
};
