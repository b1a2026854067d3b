import type { Crop, DetailFade } from '@attgan/core';
import { z } from 'zod';

/** The version of the model folder that this package writes, and the only one it reads. */
export const MODEL_FORMAT = 1;

/** A definition that a model was made with: its name and the options it was given. */
export interface NamedOptions {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A classifier that reads the labels of photos for a model. */
export interface LabelReaderName {
  /** Name of an installed classifier, such as `classifier-celeba-64`, or its folder from the model's, such as `./reader`. */
  readonly model: string;
  /** Height and width of the pictures that it reads, pixels. */
  readonly size: number;
}

/** What a model folder says of itself in `model.json`: enough to edit a photo without the experiment it came from. */
export interface ModelCard {
  readonly format: typeof MODEL_FORMAT;
  readonly generator: NamedOptions;
  /** Carried for its classifier, which predicts the attributes of a new photo. */
  readonly critic?: NamedOptions;
  /** A classifier apart that predicts them instead. */
  readonly reader?: LabelReaderName;
  /** In the order of the code's channels. */
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  /** The code of a label is `(2·label − 1)·scale`. */
  readonly scale: number;
  /** Factor on the codes of edited attributes that suits the model; published AttGANs use 2. */
  readonly strength?: number;
  /**
   * Factors on the strength by attribute, above 0, so that one strength suits all of them: a code of an edited attribute is
   * ±gain·strength·scale. 1 for those that are not named.
   */
  readonly gains?: Readonly<Record<string, number>>;
  /**
   * Share of what a reconstruction loses of the face that edits are given back, in (0, 1]: edit + detail·(face − reconstruction). None
   * where absent. What an edit changes, the difference of edit and reconstruction, stays the same.
   */
  readonly detail?: number;
  /** Where edits are given back less than that; the same everywhere when absent. */
  readonly detailFade?: DetailFade;
  /** Whether the difference of edit and reconstruction is smoothed, by a binomial filter of 3×3, where it is added to the face. */
  readonly detailSmooth?: boolean;
  /** Height and width of the images the networks see, pixels. */
  readonly size: number;
  /** How a photo of the training data became that square. */
  readonly crop?: Crop;
  /** Where it comes from, free form: version, experiment, iterations, data. Plain JSON. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** `model.json`: the card, and what its weights must be. */
export interface ModelFile extends ModelCard {
  readonly weights: { readonly sha256: string };
}

/** Attributes, groups and letters of a name: far more than any model has, and too few to cost anything. */
const MOST = 1000;
const name = z.string().min(1).max(MOST);
const named = z.strictObject({ name, options: z.record(z.string(), z.unknown()) });

const crop = z
  .strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    x: z.int().nonnegative(),
    y: z.int().nonnegative(),
    edge: z.int().positive(),
  })
  .refine(({ width, height, x, y, edge }) => x + edge <= width && y + edge <= height, 'the square exceeds the photo');

const detailFade = z
  .strictObject({ from: z.number().nonnegative(), to: z.number() })
  .refine(({ from, to }) => from < to, 'from must be less than to');

export const modelFileSchema = z
  .strictObject({
    format: z.literal(MODEL_FORMAT),
    generator: named,
    critic: named.exactOptional(),
    reader: z.strictObject({ model: name, size: z.int().positive() }).exactOptional(),
    attributes: z.array(name).min(1).max(MOST),
    exclusive: z.array(z.array(name).min(2).max(MOST)).max(MOST),
    scale: z.number().positive(),
    strength: z.number().positive().exactOptional(),
    gains: z.record(name, z.number().positive()).exactOptional(),
    detail: z.number().gt(0).max(1).exactOptional(),
    detailFade: detailFade.exactOptional(),
    detailSmooth: z.boolean().exactOptional(),
    size: z.int().positive(),
    crop: crop.exactOptional(),
    provenance: z.record(z.string(), z.unknown()),
    weights: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits') }),
  })
  .superRefine(({ attributes, exclusive, gains = {} }, context) => {
    const known = new Set(attributes);
    if (known.size < attributes.length)
      context.addIssue({ code: 'custom', message: 'an attribute appears twice', path: ['attributes'] });
    for (const [path, named] of Object.entries({ exclusive: exclusive.flat(), gains: Object.keys(gains) })) {
      const stranger = named.find((attribute) => !known.has(attribute));
      if (stranger === undefined) continue;
      context.addIssue({ code: 'custom', message: `"${stranger}" is not one of the attributes`, path: [path] });
    }
  }) satisfies z.ZodType<ModelFile>;

/** The first thing wrong, in one line, e.g. `scale: expected number`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it is not valid';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? '' : `${path}: `}${issue.message}`.replaceAll('\n', ' ');
}
