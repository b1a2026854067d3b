import type { z } from 'zod';
import type { DefinitionBase } from './definition.ts';
import { AttganError, type BadFile } from './errors.ts';
import { parseOptions } from './parse-options.ts';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Images with their labels. Everything is uint8; the trainer converts to float32 in [−1, 1]. */
export interface LabelledImages {
  readonly count: number;
  /** Height and width, pixels. */
  readonly size: number;
  /** [count, size, size, 3], RGB, 0..255. */
  readonly pixels: Uint8Array;
  /** [count, attributes], 0 or 1. */
  readonly labels: Uint8Array;
}

/** An open data source. Indices count from 0 within their split and always mean the same image. */
export interface Dataset {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold: switching one on switches the others of its group off. */
  readonly exclusive: readonly (readonly string[])[];
  readonly size: number;
  /** Images in each split. */
  readonly counts: Readonly<Record<Split, number>>;
  /** One line for logs: where the images come from, how many, which crop. */
  readonly description: string;
  load(split: Split, indices: readonly number[]): Promise<LabelledImages>;
  /** Labels alone, without decoding an image: [indices.length, attributes]. */
  labels(split: Split, indices: readonly number[]): Promise<Uint8Array>;
  /** A stable name of each image, e.g. `000001.jpg`. */
  names(split: Split, indices: readonly number[]): Promise<readonly string[]>;
  /** The person on each image, for identity-preservation metrics; absent where unknown. */
  identities?(split: Split, indices: readonly number[]): Promise<readonly number[]>;
  /**
   * The true edit: the same faces, nuisance included, with `labels` ([indices.length, attributes]). Available for drawn data
   * only.
   */
  counterfactual?(split: Split, indices: readonly number[], labels: Uint8Array): Promise<LabelledImages>;
  /** Images that are missing, or were found damaged so far, and that others stand for; absent where there can be none. */
  problems?(): readonly BadFile[];
  close(): Promise<void>;
}

/** @throws AttganError where a split has no images; `purpose` says what they are wanted for, such as `to train on` */
export function requireImages({ counts, description }: Dataset, split: Split, purpose: string): void {
  if (counts[split] > 0) return;
  const others = SPLITS.map((name) => `${counts[name]} ${name}`).join(', ');
  throw new AttganError(`There are no images in the ${split} split ${purpose}: ${others}. Data: ${description}.`);
}

export interface DataRequest {
  /** Height and width of the images wanted, pixels. */
  readonly size: number;
  /** Lines for the user while opening: packing, skipped images. */
  report(line: string): void;
}

/** How a photo is cropped to the square that networks take. Models store it, so that editing crops as training did. */
export interface Crop {
  /** The photo shape this crop is meant for, pixels. */
  readonly width: number;
  readonly height: number;
  /** The square taken from it: left, top and side, pixels. */
  readonly x: number;
  readonly y: number;
  readonly edge: number;
}

export interface PackRequest {
  /** Height and width of the packed images, pixels. */
  readonly size: number;
  /** The folder to make; by default one that `open` finds by itself. */
  readonly out?: string | undefined;
  /** Lines for the user while packing: skipped images, work taken up again. */
  readonly report: (line: string) => void;
  /** Called now and then with the images packed so far. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops the packing with an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
}

export interface PackSummary {
  readonly folder: string;
  readonly images: number;
}

export interface VerifyRequest {
  /** Height and width of the packed images, pixels. */
  readonly size: number;
  /** Called now and then with the images verified so far. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops with an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
}

export interface PackVerification extends PackSummary {
  /** Of all pixels. */
  readonly bytes: number;
  /** Images among which some are not as packed: from the first up to and without the last, by position, and the first's name. */
  readonly damaged: readonly { readonly from: number; readonly to: number; readonly name: string }[];
}

export interface DataDefinition extends DefinitionBase<'data', z.ZodType> {
  open(options: unknown, request: DataRequest): Promise<Dataset>;
  /** The crop that these options and this size mean; undefined for data that is square already. */
  crop?(options: unknown, size: number): Crop | undefined;
  /** What the source holds, as plain JSON: counts, rates of attributes, problems. Bad images are reported, not thrown. */
  inspect?(options: unknown): Promise<unknown>;
  /** Decodes every image once, into a folder that `open` reads faster. */
  pack?(options: unknown, request: PackRequest): Promise<PackSummary>;
  /** Compares all of what `pack` made, and `open` would read, with its checksums. */
  verify?(options: unknown, request: VerifyRequest): Promise<PackVerification>;
}

/** A data source as its author writes it: functions get options that passed `options`. */
export interface DataSpecification<Schema extends z.ZodType> extends Omit<
  DataDefinition,
  'kind' | 'options' | 'open' | 'crop' | 'inspect' | 'pack' | 'verify'
> {
  readonly options: Schema;
  open(options: z.output<Schema>, request: DataRequest): Promise<Dataset>;
  crop?(options: z.output<Schema>, size: number): Crop | undefined;
  inspect?(options: z.output<Schema>): Promise<unknown>;
  pack?(options: z.output<Schema>, request: PackRequest): Promise<PackSummary>;
  verify?(options: z.output<Schema>, request: VerifyRequest): Promise<PackVerification>;
}

/**
 * Types the functions of a data source by its own schema, and checks options before they are used: each function throws a
 * UsageError that names the first wrong one.
 */
export function defineData<Schema extends z.ZodType>(definition: DataSpecification<Schema>): DataDefinition {
  const { open, crop, inspect, pack, verify, ...rest } = definition;
  const check = (options: unknown): z.output<Schema> => parseOptions(definition.options, options, 'data');
  return {
    ...rest,
    kind: 'data',
    open: async (options, request) => open(check(options), request),
    ...(crop && { crop: (options: unknown, size: number) => crop(check(options), size) }),
    ...(inspect && { inspect: async (options: unknown) => inspect(check(options)) }),
    ...(pack && { pack: async (options: unknown, request: PackRequest) => pack(check(options), request) }),
    ...(verify && { verify: async (options: unknown, request: VerifyRequest) => verify(check(options), request) }),
  };
}
