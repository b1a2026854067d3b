import type { ModelCard } from '@attgan/formats';

/** A tensor as the Open Inference Protocol's metadata tell of it; −1 stands for any count. */
export interface ServedTensor {
  readonly name: 'image' | 'code' | 'edit';
  readonly datatype: 'FP32';
  readonly shape: readonly number[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Inputs and outputs of a served generator, those of its ONNX file; with `code` stands what a client needs to make codes. */
export interface ServedTensors {
  readonly inputs: readonly ServedTensor[];
  readonly outputs: readonly ServedTensor[];
}

export function servedTensors({ card, sha256 }: { readonly card: ModelCard; readonly sha256: string }): ServedTensors {
  const { attributes, scale, strength, gains, size, crop } = card;
  const picture = [-1, size, size, 3];
  const meaning = {
    attributes: [...attributes],
    scale,
    ...(strength !== undefined && { strength }),
    ...(gains !== undefined && { gains }),
    ...(crop !== undefined && { crop }),
    weights: sha256,
  };
  return {
    inputs: [
      { name: 'image', datatype: 'FP32', shape: picture },
      { name: 'code', datatype: 'FP32', shape: [-1, attributes.length], parameters: meaning },
    ],
    outputs: [{ name: 'edit', datatype: 'FP32', shape: picture }],
  };
}
