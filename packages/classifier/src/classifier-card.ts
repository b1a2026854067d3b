import { SPLITS, type Crop, type Split } from '@attgan/core';
import { z } from 'zod';
import { classifierFeatures, type ClassifierLayer } from './classifier-network.ts';
import { CLASSIFIER_PRESETS, type ClassifierPresetName } from './classifier-presets.ts';

/** The version of the classifier folder that this package writes, and the only one it reads. */
export const CLASSIFIER_FORMAT = 1;

/** How many labels a classifier reads correctly. */
export interface ClassifierAccuracy {
  readonly split: Split;
  /** Faces read. */
  readonly faces: number;
  readonly attributes: readonly {
    readonly attribute: string;
    /** Faces that have it. */
    readonly present: number;
    /** Faces of which it is read correctly. */
    readonly right: number;
    /** `right / faces`. */
    readonly accuracy: number;
  }[];
  /** The mean over the attributes, in [0, 1]. */
  readonly mean: number;
}

export interface ClassifierTraining {
  /** The preset of the network and of its training. */
  readonly network: ClassifierPresetName;
  readonly iterations: number;
  /** Images in each iteration. */
  readonly batch: number;
  readonly seed: number;
}

/** What a classifier folder says of itself in `classifier.json`. */
export interface ClassifierCard {
  readonly format: typeof CLASSIFIER_FORMAT;
  /** In the order in which it reads them. */
  readonly attributes: readonly string[];
  /** Height and width of the pictures it reads, pixels. */
  readonly size: number;
  readonly layers: readonly ClassifierLayer[];
  /** The data it was trained on, in a line. */
  readonly data: string;
  /** How a photo of those data became a square; absent where unknown or square already. */
  readonly crop?: Crop;
  readonly training: ClassifierTraining;
  readonly validation: ClassifierAccuracy;
  readonly test?: ClassifierAccuracy;
}

/** `classifier.json`: the card, and what its weights must be. */
export interface ClassifierFile extends ClassifierCard {
  readonly weights: { readonly sha256: string };
}

const PRESETS = Object.keys(CLASSIFIER_PRESETS) as [ClassifierPresetName];
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const name = z.string().min(1).max(1000);
const accuracy = z.strictObject({
  split: z.enum(SPLITS),
  faces: z.int().positive(),
  attributes: z
    .array(z.strictObject({ attribute: name, present: count, right: count, accuracy: share }))
    .min(1)
    .max(1000),
  mean: share,
});

/** Values of one picture's feature maps: twice what the largest preset has at 384 pixels. */
const MOST_FEATURES = 2 ** 22;

export const classifierFileSchema = z
  .strictObject({
    format: z.literal(CLASSIFIER_FORMAT),
    attributes: z
      .array(name)
      .min(1)
      .max(1000)
      .refine((names) => new Set(names).size === names.length, 'an attribute appears twice'),
    // What the weights file must hold follows from these, so absurd ones must not be tried.
    size: z.int().positive().max(4096),
    layers: z
      .array(z.strictObject({ filters: z.int().positive().max(4096), stride: z.int().positive().max(16) }))
      .min(1)
      .max(64),
    data: z.string(),
    crop: z.strictObject({ width: count, height: count, x: count, y: count, edge: count }).exactOptional(),
    training: z.strictObject({ network: z.enum(PRESETS), iterations: count, batch: count, seed: z.int() }),
    validation: accuracy,
    test: accuracy.exactOptional(),
    weights: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits') }),
  })
  // Few bytes and small weights can describe feature maps that no memory holds.
  .refine(({ layers, size }) => classifierFeatures(layers, size) <= MOST_FEATURES, {
    path: ['layers'],
    message: `they would take over ${MOST_FEATURES} values for one picture`,
  }) satisfies z.ZodType<ClassifierFile>;
