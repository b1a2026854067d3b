import { disposeTree, flatten, leaves, mapTree, type TensorTree } from '@attgan/kernels';
import type { Generator, PassOf } from '@attgan/nets';
import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { farthest } from '../compare.ts';
import { checkWeights } from './check-weights.ts';
import { demand, demandFinite, equalBits } from './demand.ts';
import { facesFor, outputsOf, passThrough, tensorsOf } from './generator-passes.ts';
import { ATTRIBUTES, casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { preparationCase } from './preparation-case.ts';
import { changedNames, drawn, drawnLabels, read, unreached, valuesOf } from './probes.ts';

interface Subject extends Described<'generator'> {
  readonly generator: Generator;
}

const FACES = 3;

/** The outputs of a pass as numbers, by name. */
async function outputs(
  { generator }: Subject,
  count: number,
  first = FACES,
  code = 0.5,
): Promise<Map<string, Float32Array>> {
  const tensors = tensorsOf(generator);
  const all = facesFor(generator, first);
  const faces = tf.slice(all, 0, count);
  const found = tf.tidy(() => ({ ...outputsOf(passThrough(generator, tensors, faces, 'inference', code)) }));
  const values = new Map<string, Float32Array>();
  for (const [name, tensor] of Object.entries(found)) values.set(name, await read(tensor));
  tf.dispose([all, faces]);
  disposeTree(tensors.params);
  disposeTree(tensors.state);
  return values;
}

/** What every generator must satisfy: shapes, ranges, gradients, and averages that are moved and never changed. */
export const generatorSuite: KindSuite<'generator', Subject> = {
  kind: 'generator',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {}, attributes = ATTRIBUTES } = setting;
    return { definition, options, setting, generator: definition.create(options as never, attributes.length) };
  },
  cases: casesIn<Subject>('generator', {
    'says what it is made for': async ({ definition, options, setting, generator }) => {
      const { attributes = ATTRIBUTES } = setting;
      demand(
        generator.attributes === attributes.length,
        `is for ${generator.attributes} attributes, not ${attributes.length}`,
      );
      const size = definition.imageSize(options as never);
      demand(size === generator.size, `imageSize says ${size}, the network ${generator.size}`);
      const whole = generator.latent.every((edge) => Number.isInteger(edge) && edge > 0);
      demand(generator.latent.length === 3 && whole, `its latent is [${generator.latent.join(', ')}]`);
    },
    'draws weights of the shapes that it says, the same from the same key': ({ generator }) =>
      checkWeights(generator.weights),
    'encodes to z of the shape that it says, and decodes to images': async ({ generator }) => {
      const tensors = tensorsOf(generator);
      const faces = facesFor(generator, FACES);
      for (const mode of ['inference', 'training'] as const) {
        const [z, image] = tf.tidy(() => {
          const { encoded, decoded } = passThrough(generator, tensors, faces, mode);
          return [tf.clone(encoded.features.at(-1) as tf.Tensor), tf.clone(decoded.image)];
        }) as [tf.Tensor, tf.Tensor];
        const [shapes, wanted] = [
          [z.shape, image.shape].join(' and '),
          [
            [FACES, ...generator.latent],
            [FACES, generator.size, generator.size, 3],
          ].join(' and '),
        ];
        demandFinite(await read(z), 'z');
        const values = await read(image);
        demand(shapes === wanted, `in ${mode}, z and image are ${shapes}, wanted ${wanted}`);
        demandFinite(values, 'the image');
        demand(
          values.every((value) => Math.abs(value) <= 1),
          `in ${mode}, the image leaves [−1, 1]: end with tanh`,
        );
      }
      faces.dispose();
      [tensors.params, tensors.state].forEach(disposeTree);
    },
    'sees one face as it sees many, in inference': {
      tolerance: 1e-4,
      run: async (subject) => {
        const [one, many] = [await outputs(subject, 1), await outputs(subject, FACES)];
        const off = [...one].map(([name, values]) =>
          farthest(values, (many.get(name) as Float32Array).subarray(0, values.length)),
        );
        return { off: Math.max(...off), where: 'a face alone comes out unlike the same face in a batch' };
      },
    },
    'makes other faces of other codes': {
      without: ({ generator }) =>
        generator.learnDirections === undefined ? undefined : 'it edits in directions that it has yet to learn',
      run: async (subject) => {
        const [on, off] = [await outputs(subject, 1, 1, 1), await outputs(subject, 1, 1, -1)];
        demand(
          !equalBits(on.get('image') as Float32Array, off.get('image') as Float32Array),
          'the code changes nothing',
        );
      },
    },
    'decodes the same when it is prepared': preparationCase,
    'computes the same twice, bit for bit': async (subject) => {
      const [first, second] = [await outputs(subject, FACES), await outputs(subject, FACES)];
      const changed = changedNames(first, second);
      demand(changed.length === 0, `computed again, these differ: ${changed.join(', ')}`);
    },
    'lets gradients reach every parameter': {
      needs: 'training',
      run: async ({ generator }) => {
        const { params, state } = tensorsOf(generator);
        const faces = facesFor(generator, FACES);
        const target = drawn<tf.Rank.R4>('target', faces.shape);
        const slopes = differentiate(params, () => {
          const { image, ...others } = outputsOf(passThrough(generator, { params, state }, faces, 'training'));
          const squares = [tf.sub(image as tf.Tensor, target), ...Object.values(others)].map((each) =>
            tf.mean(tf.square(each)),
          );
          return tf.addN(squares) as tf.Scalar;
        });
        const idle = await unreached(params, slopes);
        tf.dispose([faces, target]);
        [params, state].forEach(disposeTree);
        demand(idle.length === 0, `no gradient reaches ${idle.slice(0, 5).join(', ')}`);
      },
    },
    'moves its averages without changing what it was given': async ({ generator }) => {
      const { params, state } = tensorsOf(generator);
      const before = await valuesOf(state);
      const faces = facesFor(generator, FACES);
      const moved = tf.tidy(() => {
        const { encoded, decoded } = passThrough(generator, { params, state }, faces, 'training');
        const passes: PassOf[] = [
          { part: 'encoder', moments: encoded.moments },
          { part: 'decoder', moments: decoded.moments },
        ];
        // Kept apart from the old ones, which it may share.
        return mapTree(generator.advance(state, passes), (leaf: tf.Tensor) => tf.clone(leaf)) as never;
      }) as TensorTree;
      const [shapes, wanted] = [moved, state].map((tree) =>
        flatten<tf.Tensor>(tree)
          .map(([name, leaf]) => `${name} [${leaf.shape.join()}]`)
          .join(),
      );
      const values = await valuesOf(moved);
      const changed = changedNames(before, await valuesOf(state));
      faces.dispose();
      [params, state, moved].forEach(disposeTree);
      demand(shapes === wanted, 'advance returns a tree of another shape');
      for (const [name, numbers] of values) demandFinite(numbers, name);
      demand(changed.length === 0, `advance changes the state that it is given: ${changed.slice(0, 3).join(', ')}`);
      demand(changedNames(before, values).length > 0 || leaves(state).length === 0, 'no average moves in training');
    },
    'learns directions without changing what it was given': {
      without: ({ generator }) => (generator.learnDirections === undefined ? 'it learns no directions' : undefined),
      run: async ({ generator }) => {
        const { params, state } = tensorsOf(generator);
        const before = await valuesOf(state);
        const z = drawn<tf.Rank.R4>('z', [FACES, ...generator.latent]);
        const labels = drawnLabels('labels', FACES, generator.attributes);
        const moved = tf.tidy(
          () =>
            mapTree(generator.learnDirections?.(state, z, labels) as TensorTree, (leaf: tf.Tensor) =>
              tf.clone(leaf),
            ) as never,
        ) as TensorTree;
        const changed = changedNames(before, await valuesOf(state));
        tf.dispose([z, labels]);
        [params, state, moved].forEach(disposeTree);
        demand(changed.length === 0, `it changes the state that it is given: ${changed.slice(0, 3).join(', ')}`);
      },
    },
  }),
};
