import { editCode, labelCode } from '@attgan/core';
import { decoderInput, type Generator } from '@attgan/nets';
import type { Batch, Editing, PlayerValues, SampleGrid } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { withDetail } from './with-detail.ts';

export interface EditedParts {
  readonly generator: Generator;
  readonly editing: Editing;
  readonly attributes: readonly string[];
  readonly exclusive: readonly (readonly string[])[];
}

/** A row a face: input, reconstruction, then each attribute flipped at the method's own strength. */
export async function drawEdits(
  { generator, editing, attributes, exclusive }: EditedParts,
  { params, state }: PlayerValues,
  { images, labels }: Batch,
): Promise<SampleGrid> {
  const { scale, strength, detail: share = 0, detailFade: fade, detailSmooth: smooth } = editing;
  const all = await labels.array();
  const rows: tf.Tensor4D[] = [];
  for (const [face, label] of all.entries()) {
    const { input, features, intensities } = tf.tidy(() => {
      const own = tf.slice(images, [face, 0, 0, 0], [1, -1, -1, -1]) as tf.Tensor4D;
      const encoded = generator.encode(params, state, own, 'inference');
      return { input: own, features: [...encoded.features], intensities: encoded.intensities };
    });
    const told = await intensities?.data();
    const own = labelCode(label, scale, told);
    const flips = attributes.map((attribute) =>
      editCode(label, [{ attribute, value: 'flip' }], { attributes, exclusive, scale }, strength, told),
    );
    rows.push(
      tf.tidy(() => {
        const codes = tf.tensor2d([own, ...flips]);
        const given = decoderInput(generator, codes, () => tf.tensor2d([own]));
        const spread = features.map((feature) => tf.tile(feature, [codes.shape[0], 1, 1, 1]));
        const { image } = generator.decode(params, state, spread, given, 'inference');
        if (share === 0) return tf.concat([input, image]);
        const reconstruction = tf.slice(image, [0, 0, 0, 0], [1, -1, -1, -1]);
        return tf.concat([input, withDetail(image, input, reconstruction, { share, fade, smooth })]);
      }),
    );
    tf.dispose([input, ...features, ...(intensities === undefined ? [] : [intensities])]);
  }
  return { columns: ['Input', 'Reconstruction', ...attributes], rows };
}
