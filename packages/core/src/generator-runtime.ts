import type { Crop } from './data.ts';

/** A generator as a model holds it, for a backend that runs generators outside of TensorFlow.js. */
export interface StoredGenerator {
  readonly generator: { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
  readonly attributes: readonly string[];
  /** Height and width of the images, pixels. */
  readonly size: number;
  /** The code of a label is (2·label − 1)·scale. */
  readonly scale: number;
  /** Factor on the codes of edited attributes that suits the model. */
  readonly strength?: number;
  /** Factors on the strength by attribute. */
  readonly gains?: Readonly<Record<string, number>>;
  readonly crop?: Crop;
  /** By flat names, `generator/params/…` and `generator/state/…`; others are not looked at. */
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; values(): Float32Array }>;
  /** The SHA-256 of the weights: names the model for good. */
  readonly sha256: string;
  /** Begins messages: `The model runs/faces/model`. */
  readonly describe: string;
}

/** A generator that runs outside of TensorFlow.js, on plain numbers. */
export interface GeneratorRuntime {
  /** z = G_enc(x). @param images [count, size, size, 3] in [−1, 1] */
  encode(images: Float32Array, count: number): Promise<EncodedImages>;
  /** Frees the weights; nothing may be asked after. */
  close(): void;
}

export interface EncodedImages {
  /** x = G_dec(z, code). @param code [count, attributes] @returns [count, size, size, 3] in [−1, 1] */
  decode(code: Float32Array): Promise<Float32Array>;
}

/** How a backend opens generators that it runs itself. */
export interface GeneratorRunner {
  /** @throws AttganError for a generator that it cannot run */
  open(stored: StoredGenerator): Promise<GeneratorRuntime>;
  /** Opens a model file of a format that is its own, such as `.onnx`. @throws AttganError for a file that is none */
  openFile(path: string): Promise<GeneratorRuntime>;
}
