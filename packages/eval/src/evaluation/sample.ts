import type { Dataset, Split } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import type { FaceRegion } from '../recogniser/face-chips.ts';

/** The protocol, and what is known of all faces before the first is edited. */
export interface Subject {
  readonly attributes: readonly string[];
  readonly exclusive: Dataset['exclusive'];
  readonly split: Split;
  /** Faces evaluated: the first of the split. */
  readonly faces: number;
  /** True labels of all of them, [faces, attributes], 0 or 1. */
  readonly labels: Uint8Array;
  /** The person on each; absent where unknown. */
  readonly identities?: readonly number[];
  /** Whether the data has true edits. */
  readonly hasTruths: boolean;
  /** Whether the model predicts how strongly a face shows an attribute. */
  readonly tellsIntensities: boolean;
  /** The strength at which a single one is reported. */
  readonly strength: number;
  /** All strengths of the curves, ascending; `strength` is one of them. */
  readonly strengths: readonly number[];
  /** Of every random choice, the bootstrap's among them. */
  readonly seed: number;
}

/**
 * Some faces and what the model makes of them. Everything is computed when first used and then kept, so that metrics share
 * work; what no metric uses is never computed.
 */
export interface Sample {
  readonly subject: Subject;
  /** Positions in the split. */
  readonly indices: readonly number[];
  readonly faces: readonly Picture[];
  /** True labels, [faces, attributes], 0 or 1. */
  readonly labels: Uint8Array;
  /** Labels after attribute number `attribute` is flipped, exclusive partners switched off; [faces, attributes]. */
  wanted(attribute: number): Uint8Array;
  /** The model's copy of each face, nothing changed. */
  reconstructions(): Promise<readonly Picture[]>;
  /** [attributes][faces]: each attribute flipped. At the subject's strength unless another of its strengths is given. */
  edits(strength?: number): Promise<readonly (readonly Picture[])[]>;
  /** [attributes][faces]: the true edits, if the data has them. */
  truths(): Promise<readonly (readonly Picture[])[]>;
  /**
   * [degrees][positions]: the faces at these positions of the sample with one attribute set to each degree, from −1
   * (fully off) to 1 (fully on), at the subject's strength.
   */
  slides(attribute: number, positions: readonly number[], degrees: readonly number[]): Promise<Picture[][]>;
  /** How strongly each face shows each attribute, [faces, attributes] in [0, 1], if the model predicts it. */
  intensities(): Promise<Float32Array>;
  /** Probabilities of the attributes by a separately trained classifier, [pictures, attributes]. */
  read(pictures: readonly Picture[]): Promise<Float32Array>;
  /**
   * Embeddings by a face recogniser trained elsewhere, [pictures, 128].
   * @param region where the face lies in them; `FACE_REGION` when absent
   */
  recognise(pictures: readonly Picture[], region?: FaceRegion): Promise<Float32Array>;
}
