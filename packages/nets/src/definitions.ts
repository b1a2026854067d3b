import { withOptions, type DefinitionBase } from '@attgan/core';
import type { NetworkWeights, TensorTree, Tree, Weight } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Moments } from './batch-norm.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    generator: GeneratorDefinition;
    critic: CriticDefinition;
  }
  interface PartValues {
    generator: Generator;
    critic: Critic;
  }
}

/** `training` normalises with the batch's own moments, `inference` with moving averages. */
export type Mode = 'training' | 'inference';

/** What passes in training mode measured, for `advance`: empty in inference mode, undefined for what did not run. */
export type PassMoments = readonly (Moments | undefined)[];

/**
 * G_enc and G_dec of fixed sizes, as functions of their parameters and averages, which are separate trees. A network is written
 * with the types of its own trees, `Generator<Params, State>`; those who use it need not know them.
 */
export interface Generator<Params = TensorTree, State = TensorTree> {
  /** Height and width of the images, pixels. */
  readonly size: number;
  /** Length of the code the decoder takes. */
  readonly attributes: number;
  /** Height, width and channels of z. */
  readonly latent: readonly [number, number, number];
  /** Whether it decodes a z drawn from N(0, I) as well as one that it encoded. */
  readonly prior?: boolean;
  /** Whether `encode` tells intensities. */
  readonly tellsIntensities?: boolean;
  /** What the decoder wants: the code of the wanted labels (when absent), or how that differs from the face's own. */
  readonly takes?: 'code' | 'change';
  /** What its trees consist of; `initWeights` draws their first values. Write them as `WeightsOf<Params>`. */
  readonly weights: NetworkWeights;
  /**
   * z = G_enc(x), eq. 3, with the features of every stage, since decoders may skip back to them; z is the last.
   * @param faces [batch, size, size, 3] in [−1, 1]
   */
  encode(params: Params, state: State, faces: tf.Tensor4D, mode: Mode): Encoded;
  /**
   * x = G_dec(z, code), eq. 4.
   * @param code [batch, attributes], (2·label − 1)·scale; where `takes` is `change`, the wanted one minus the face's own
   */
  decode(params: Params, state: State, features: readonly tf.Tensor4D[], code: tf.Tensor2D, mode: Mode): Decoded;
  /**
   * Averages moved towards what passes measured, in the order given. Leaves `state` and the moments alone; what did not
   * move is in the result as it is in `state`.
   */
  advance(state: State, passes: readonly PassOf[]): State;
  /**
   * The state after seeing what labels these z belong to, for generators that edit by steps in z. Leaves all it is
   * given alone.
   * @param z [batch, ...latent]
   */
  learnDirections?(state: State, z: tf.Tensor4D, labels: tf.Tensor2D): State;
}

export interface Encoded {
  readonly features: readonly tf.Tensor4D[];
  readonly moments: PassMoments;
  /** How strongly each face shows each attribute, whichever way, where the encoder tells: [batch, attributes] in [0, 1]. */
  readonly intensities?: tf.Tensor2D;
  /** What z is the mean of, where encoding is a distribution: the logarithm of its variances, shaped like z. */
  readonly logVariance?: tf.Tensor4D;
  /** Attribute logits, [batch, attributes], where the encoder reads them; computed when first read. */
  readonly labels?: tf.Tensor2D;
}

export interface Decoded {
  /** [batch, size, size, 3] in (−1, 1) */
  readonly image: tf.Tensor4D;
  readonly moments: PassMoments;
}

export interface PassOf {
  readonly part: 'encoder' | 'decoder';
  readonly moments: PassMoments;
}

/** D and C: one trunk, an adversarial head, a classification head. Twice differentiable. */
export interface Critic<Params = TensorTree> {
  readonly size: number;
  readonly attributes: number;
  /** Each face is judged by itself, whatever else is in the batch; allows faces of several kinds in one batch. */
  readonly perSample?: boolean;
  /** It judges faces together with a code, and has to be given one. */
  readonly conditional?: boolean;
  /** What its tree consists of; `initWeights` draws the first values. Write it as `WeightsOf<Params>`. */
  readonly weights: Tree<Weight>;
  /**
   * What is asked of the judgement may be computed when it is first read, so read it in the scope (`tf.tidy`) of the call.
   * @param faces [batch, size, size, 3] in [−1, 1]
   * @param code [batch, attributes], what the faces claim to be; only conditional critics look at it
   */
  apply(params: Params, faces: tf.Tensor4D, code?: tf.Tensor2D): Judgement;
}

export interface Judgement {
  /** Adversarial logits, [batch, 1]. */
  readonly adversarial: tf.Tensor2D;
  /** Attribute logits, [batch, attributes]. */
  readonly attributes: tf.Tensor2D;
  /** Features in which faces can be compared (learned similarity, Larsen et al. 2016), of critics that offer some. */
  readonly similarity?: tf.Tensor4D;
}

export interface GeneratorDefinition<Schema extends z.ZodType = z.ZodType> extends DefinitionBase<'generator', Schema> {
  /** @throws UsageError when the options are wrong, alone or together */
  create(options: z.input<Schema>, attributes: number): Generator;
  /** `size` of what `create` makes of these options, pixels. @throws UsageError when the schema refuses them */
  imageSize(options: z.input<Schema>): number;
}

export interface CriticDefinition<Schema extends z.ZodType = z.ZodType> extends DefinitionBase<'critic', Schema> {
  /** @throws UsageError when the options are wrong, alone or together */
  create(options: z.input<Schema>, attributes: number): Critic;
  /** `size` of what `create` makes of these options, pixels; absent where only `create` can tell. */
  imageSize?(options: z.input<Schema>): number;
}

/**
 * Types `create` and `imageSize` by the definition's schema and checks options before they see them. Here the types of the
 * network's own trees are forgotten: whoever uses a generator hands it back the trees that its weights describe.
 */
export function defineGenerator<Schema extends z.ZodType, Params, State>(
  definition: Omit<GeneratorDefinition, 'kind' | 'options' | 'create' | 'imageSize'> & {
    readonly options: Schema;
    create(options: z.output<Schema>, attributes: number): Generator<Params, State>;
    imageSize(options: z.output<Schema>): number;
  },
): GeneratorDefinition<Schema> {
  const { options: schema } = definition;
  const create = definition.create as (options: z.output<Schema>, attributes: number) => Generator;
  return {
    ...definition,
    kind: 'generator',
    create: withOptions(schema, 'generator', create),
    imageSize: withOptions(schema, 'generator', definition.imageSize),
  };
}

/** The same for critics. */
export function defineCritic<Schema extends z.ZodType, Params>(
  definition: Omit<CriticDefinition, 'kind' | 'options' | 'create' | 'imageSize'> & {
    readonly options: Schema;
    create(options: z.output<Schema>, attributes: number): Critic<Params>;
    imageSize?(options: z.output<Schema>): number;
  },
): CriticDefinition<Schema> {
  const { options: schema, imageSize, ...others } = definition;
  const create = definition.create as (options: z.output<Schema>, attributes: number) => Critic;
  return {
    ...others,
    kind: 'critic',
    options: schema,
    create: withOptions(schema, 'critic', create),
    ...(imageSize && { imageSize: withOptions(schema, 'critic', imageSize) }),
  };
}
