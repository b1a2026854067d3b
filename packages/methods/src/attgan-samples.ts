import { flipLabel } from '@attgan/core';
import type { TensorTree } from '@attgan/kernels';
import type { Generator } from '@attgan/nets';
import type { Batch, PlayerValues, SampleGrid } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';

/** Published edits use codes twice as far out as training's. */
const STRENGTH = 2;

export interface SampleParts {
  readonly generator: Generator;
  readonly scale: number;
  readonly attributes: readonly string[];
  readonly exclusive: readonly (readonly string[])[];
}

/** A row a face: input, reconstruction, then each attribute flipped at strength 2. */
export async function attganSamples(
  { generator, scale, attributes, exclusive }: SampleParts,
  players: Readonly<Record<string, PlayerValues>>,
  { images, labels }: Batch,
): Promise<SampleGrid> {
  const { params, state } = players['generator'] as { params: TensorTree; state: TensorTree };
  const all = await labels.array();
  const rows = all.map((label, face) =>
    tf.tidy(() => {
      const input = tf.slice(images, [face, 0, 0, 0], [1, -1, -1, -1]) as tf.Tensor4D;
      const { features } = generator.encode(params, state, input, 'inference');
      const codes = [label, ...attributes.map((_, index) => flipLabel(label, index, attributes, exclusive))].map(
        (edited) => edited.map((value, index) => (2 * value - 1) * scale * (value === label[index] ? 1 : STRENGTH)),
      );
      const spread = features.map((feature) => tf.tile(feature, [codes.length, 1, 1, 1]));
      const { image } = generator.decode(params, state, spread, tf.tensor2d(codes), 'inference');
      return tf.concat([input, image]);
    }),
  );
  return { columns: ['Input', 'Reconstruction', ...attributes], rows };
}
