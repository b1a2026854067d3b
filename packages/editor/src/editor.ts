import type { Change, RivalChange } from '@attgan/core';
import type { LabelReaderName, ModelCard } from '@attgan/formats';
import type { CriticDefinition, GeneratorDefinition } from '@attgan/nets';
import type { Picture } from '@attgan/pictures';

/** Where an editor finds the networks that a model names. Registries' `get` fit. */
export interface NetworkDefinitions {
  generator(name: string): GeneratorDefinition;
  critic(name: string): CriticDefinition;
  /**
   * Opens the classifier that a model names to read labels with; models that name one cannot read them where this is absent.
   * @param folder of the model
   */
  reader?(named: LabelReaderName, folder: string): Promise<LabelReader>;
}

/** Reads labels for a model, apart from it. Classifiers of `@attgan/classifier` fit. */
export interface LabelReader {
  readonly attributes: readonly string[];
  /** That each attribute is there, of pictures of the model's size: [pictures, attributes], in [0, 1]. */
  probabilities(pictures: readonly Picture[]): Promise<Float32Array>;
  dispose(): void;
}

export interface EditOptions {
  /** Factor on the codes of edited attributes: 1 is what training saw, larger is stronger. The model's own when absent. */
  readonly strength?: number;
  /** Aborting it ends the edits with an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
  /** What happens to exclusive partners of an attribute that is partly on; `switch` when absent. */
  readonly rivals?: RivalChange;
}

/** Edits to make of one picture, each a list of changes. */
export type Variants = readonly (readonly Change[])[];

/**
 * Pictures that are open for editing: uploaded once, read once and encoded once, when that is first needed. Until they are disposed
 * they and their encodings stay on the device, so open as many as fit; the methods of `Editor` open any number in turns.
 */
export interface Faces {
  /** How many. */
  readonly count: number;
  /**
   * Labels by the model's own classifier, with at most one of each exclusive group: [faces, attributes], 0 or 1.
   * @throws AttganError when the model has no classifier
   */
  labels(): Promise<Uint8Array>;
  /**
   * How likely each attribute is by the model's own classifier, each by itself: [faces, attributes] in [0, 1].
   * @throws AttganError when the model has no classifier
   */
  probabilities(): Promise<Float32Array>;
  /** The same changes made to every face. See `editCode` of `@attgan/core` for how changes become codes. */
  edit(labels: Uint8Array, changes: readonly Change[], options?: EditOptions): Promise<Picture[]>;
  /** Several edits of every face: [faces][variants]. Variants may depend on the face's position, but each has as many. */
  editEach(
    labels: Uint8Array,
    variants: Variants | ((position: number) => Variants),
    options?: EditOptions,
  ): Promise<Picture[][]>;
  /**
   * Every face with one attribute from fully off to fully on, [faces][steps]: codes −gain·strength·scale to +gain·strength·scale in even
   * steps, the rest as labelled. Exclusive attributes that are on fade as the attribute comes.
   */
  slide(labels: Uint8Array, attribute: string, steps: number, options?: EditOptions): Promise<Picture[][]>;
  /** How strongly each face shows each attribute, [faces, attributes] in [0, 1]; only for models whose encoder predicts it. */
  intensities?(): Promise<Float32Array>;
  /** Frees what is on the device. May be called again; the other methods then throw AttganErrors. */
  dispose(): void;
}

/**
 * A model in memory. Pictures are `card.size` pixels on both sides, labels are [pictures, attributes], 0 or 1; any number of
 * pictures is processed in batches. Every method throws AttganErrors for wrong sizes and counts.
 */
export interface Editor {
  readonly card: ModelCard;
  /** The SHA-256 of the weights, which identifies the model. */
  readonly sha256: string;
  /** Pictures that are worked on at once: 16, or fewer where the network's layers are large. */
  readonly atOnce: number;
  /** Uploads pictures, to be read and edited as often as wanted. They have to be disposed before the editor is. */
  open(pictures: readonly Picture[]): Promise<Faces>;
  /**
   * Labels by the model's own classifier, with at most one of each exclusive group.
   * @throws AttganError when the model has no classifier.
   */
  predict(pictures: readonly Picture[]): Promise<Uint8Array>;
  /** The same changes made to every picture. See `editCode` of `@attgan/core` for how changes become codes. */
  edit(
    pictures: readonly Picture[],
    labels: Uint8Array,
    changes: readonly Change[],
    options?: EditOptions,
  ): Promise<Picture[]>;
  /**
   * Several edits of every picture, which is encoded once: [pictures][variants]. Variants may depend on the picture's
   * position, but each has as many.
   */
  editEach(
    pictures: readonly Picture[],
    labels: Uint8Array,
    variants: Variants | ((position: number) => Variants),
    options?: EditOptions,
  ): Promise<Picture[][]>;
  /** G_dec(G_enc(x), own code): the reconstruction of each picture, with nothing changed. */
  reconstruct(pictures: readonly Picture[], labels: Uint8Array): Promise<Picture[]>;
  /**
   * One picture with one attribute from fully off to fully on: codes −gain·strength·scale to +gain·strength·scale in `steps` even
   * steps, the rest as labelled. Exclusive partners that are on fade as the attribute comes.
   */
  slide(
    picture: Picture,
    label: Uint8Array,
    attribute: string,
    steps: number,
    options?: EditOptions,
  ): Promise<Picture[]>;
  /**
   * How strongly each picture shows each attribute or its absence, [pictures, attributes] in [0, 1]; only for models whose
   * encoder predicts it.
   */
  intensities?(pictures: readonly Picture[]): Promise<Float32Array>;
  /** Frees the weights. May be called again; the other methods then throw AttganErrors. */
  dispose(): void;
}
