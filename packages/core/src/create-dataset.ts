import type { Dataset, LabelledImages, Split } from './data.ts';

/** One image with its labels. */
export interface LabelledImage {
  /** [size, size, 3], RGB, 0..255. */
  readonly pixels: ArrayLike<number>;
  /** [attributes], 0 or 1, or true where an attribute holds. */
  readonly labels: ArrayLike<number | boolean>;
}

export interface DatasetSource {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold; none when absent. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Height and width of the images, pixels. */
  readonly size: number;
  readonly counts: Readonly<Record<Split, number>>;
  /** One line for logs. */
  readonly description: string;
  /** The image at an index of a split: always the same one. */
  image(split: Split, index: number): LabelledImage | Promise<LabelledImage>;
}

/** A data source from a function that returns one image at a time, for images in memory or computed on demand. */
export function createDataset({
  attributes,
  exclusive = [],
  size,
  counts,
  description,
  image,
}: DatasetSource): Dataset {
  const load = async (split: Split, indices: readonly number[]): Promise<LabelledImages> => {
    const images = await Promise.all(indices.map(async (index) => image(split, checked(split, index))));
    const [pixels, labels] = [
      new Uint8Array(indices.length * size ** 2 * 3),
      new Uint8Array(indices.length * attributes.length),
    ];
    images.forEach((each, at) => {
      pixels.set(whole(each.pixels, size ** 2 * 3, 'values'), at * size ** 2 * 3);
      labels.set(Array.from(whole(each.labels, attributes.length, 'labels'), Number), at * attributes.length);
    });
    return { count: indices.length, size, pixels, labels };
  };
  const checked = (split: Split, index: number): number => {
    if (Number.isInteger(index) && index >= 0 && index < counts[split]) return index;
    throw new RangeError(`The ${split} split has images 0 to ${counts[split] - 1}, not ${index}`);
  };
  return {
    attributes,
    exclusive,
    size,
    counts,
    description,
    load,
    labels: async (split, indices) => (await load(split, indices)).labels,
    names: async (split, indices) => indices.map((index) => `${split}-${index}`),
    close: async () => undefined,
  };
}

function whole<T>(values: ArrayLike<T>, length: number, what: string): ArrayLike<T> {
  if (values.length === length) return values;
  throw new RangeError(`An image has ${values.length} ${what}; there should be ${length}`);
}
