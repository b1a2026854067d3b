import { AttganError, UsageError } from '@attgan/core';
import type { StoredModel } from '@attgan/formats';
import { disposeTree, type TensorTree } from '@attgan/kernels';
import type { Critic, Encoded, Generator } from '@attgan/nets';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import { checkChanges } from './check-changes.ts';
import { codeOf, DEFAULT_STRENGTH, plainCode, type Intensities } from './code-of.ts';
import type { Editor } from './editor.ts';
import { labelsFromLogits } from './labels-from-logits.ts';
import { toFaces, toPictures } from './picture-tensors.ts';
import { slideCodes } from './slide-codes.ts';

/** Networks with the values a model has for them. */
export interface Networks {
  readonly generator: Generator;
  readonly weights: { readonly params: TensorTree; readonly state: TensorTree };
  readonly critic?: { readonly critic: Critic; readonly params: TensorTree };
}

/** Pictures worked on at once. */
const BATCH = 16;

export function createEditor({ card, sha256 }: StoredModel, { generator, weights, critic }: Networks): Editor {
  const { attributes, exclusive, size, strength = DEFAULT_STRENGTH } = card;

  /** Every face decoded with each of its codes; faces are encoded once. As many codes for each face. */
  async function decodeEach(
    pictures: readonly Picture[],
    rows: readonly Uint8Array[],
    codesOf: (position: number, intensities?: Intensities) => number[][],
  ): Promise<Picture[][]> {
    const results: Picture[][] = pictures.map(() => []);
    for (let start = 0; start < pictures.length; start += BATCH) {
      const { features, intensities } = tf.tidy(() => {
        const faces = toFaces(pictures.slice(start, start + BATCH), size);
        const encoded = encode(faces);
        return { features: [...encoded.features], intensities: encoded.intensities };
      });
      try {
        const told = await intensities?.array();
        const batch = rows.slice(start, start + BATCH).map((row, face) => {
          const codes = codesOf(start + face, told?.[face]);
          if (generator.takes !== 'change') return codes;
          const own = plainCode(row, card, told?.[face]);
          return codes.map((code) => code.map((value, index) => value - (own[index] as number)));
        });
        const variants = batch[0]?.length ?? 0;
        for (let variant = 0; variant < variants; variant++) {
          const code = batch.map((face) => face[variant] as number[]);
          const images = await decode(features, code);
          images.forEach((image, face) => results[start + face]?.push(image));
        }
      } finally {
        tf.dispose(features);
        intensities?.dispose();
      }
    }
    return results;
  }

  async function decode(features: readonly tf.Tensor4D[], code: readonly number[][]): Promise<Picture[]> {
    const image = tf.tidy(
      () =>
        generator.decode(
          weights.params,
          weights.state,
          features,
          tf.tensor2d([...code], [code.length, attributes.length]),
          'inference',
        ).image,
    );
    try {
      return await toPictures(image);
    } finally {
      image.dispose();
    }
  }

  const encode = (faces: tf.Tensor4D): Encoded => generator.encode(weights.params, weights.state, faces, 'inference');

  /** What `compute` says of each picture, in rows of an attribute each. */
  async function inBatches(
    pictures: readonly Picture[],
    compute: (faces: tf.Tensor4D) => tf.Tensor,
  ): Promise<Float32Array> {
    const values = new Float32Array(pictures.length * attributes.length);
    for (let start = 0; start < pictures.length; start += BATCH) {
      const computed = tf.tidy(() => compute(toFaces(pictures.slice(start, start + BATCH), size)));
      try {
        values.set(await computed.data<'float32'>(), start * attributes.length);
      } finally {
        computed.dispose();
      }
    }
    return values;
  }

  /** Attribute logits by the critic that came along, or by the encoder. */
  function readLabels(faces: tf.Tensor4D): tf.Tensor2D {
    if (critic !== undefined) return critic.critic.apply(critic.params, faces).attributes;
    const { labels } = encode(faces);
    if (labels === undefined) throw new AttganError('This model carries no classifier. Give the labels yourself.');
    return labels;
  }

  const rowsOf = (pictures: readonly Picture[], labels: Uint8Array): Uint8Array[] => {
    if (labels.length !== pictures.length * attributes.length) {
      throw new AttganError(
        `${labels.length} labels for ${pictures.length} pictures: the model needs ${attributes.length} for each.`,
      );
    }
    return pictures.map((_, row) => labels.subarray(row * attributes.length, (row + 1) * attributes.length));
  };

  const editor: Editor = {
    card,
    sha256,
    async predict(pictures) {
      return labelsFromLogits(await inBatches(pictures, readLabels), attributes, exclusive);
    },
    async edit(pictures, labels, changes, options) {
      return (await editor.editEach(pictures, labels, [changes], options)).flat();
    },
    async editEach(pictures, labels, variants, options = {}) {
      checkStrength(options.strength);
      if (typeof variants !== 'function') for (const changes of variants) checkChanges(changes, card);
      const rows = rowsOf(pictures, labels);
      return decodeEach(pictures, rows, (position, intensities) =>
        (typeof variants === 'function' ? variants(position) : variants).map((changes) => {
          checkChanges(changes, card);
          const row = rows[position] as Uint8Array;
          return codeOf(row, changes, card, { strength: options.strength ?? strength }, intensities);
        }),
      );
    },
    async reconstruct(pictures, labels) {
      return editor.edit(pictures, labels, []);
    },
    async slide(picture, label, attribute, steps, options = {}) {
      checkStrength(options.strength);
      checkChanges([{ attribute, value: 'on' }], card);
      if (!Number.isInteger(steps) || steps < 2) throw new UsageError(`A slide needs at least 2 steps, not ${steps}.`);
      const [row] = rowsOf([picture], label) as [Uint8Array];
      const codesOf = (_: number, intensities?: Intensities): number[][] =>
        slideCodes(row, attribute, steps, options.strength ?? strength, card, intensities);
      return (await decodeEach([picture], [row], codesOf)).flat();
    },
    ...(generator.tellsIntensities === true && {
      intensities: (pictures: readonly Picture[]) =>
        inBatches(pictures, (faces) => encode(faces).intensities as tf.Tensor),
    }),
    dispose() {
      disposeTree(weights);
      if (critic !== undefined) disposeTree(critic.params);
    },
  };
  return editor;
}

function checkStrength(strength: number | undefined): void {
  if (strength === undefined || (Number.isFinite(strength) && strength > 0)) return;
  throw new UsageError(`The strength is ${strength}; it must be a number above 0, such as ${DEFAULT_STRENGTH}.`);
}
