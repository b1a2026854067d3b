import { withOptions, type DefinitionBase } from '@attgan/core';
import type { NetworkWeights, StoredValues, TensorTree, Tree, Weight } from '@attgan/kernels';
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

/**
 * Batch statistics of passes in training mode, for `advance`: empty in inference mode, undefined for layers that did not run.
 */
export type PassMoments = readonly (Moments | undefined)[];

/**
 * G_enc and G_dec of fixed sizes, as functions of their parameters and averages, which are separate trees. A network is written
 * with the types of its own trees, `Generator<Params, State>`; its users need not know them.
 */
export interface Generator<Params = TensorTree, State = TensorTree> {
  /** Height and width of the images, pixels. */
  readonly size: number;
  /** Length of the code the decoder takes. */
  readonly attributes: number;
  /** Height, width and channels of z. */
  readonly latent: readonly [number, number, number];
  /** Whether it can decode a z drawn from N(0, I), not only an encoded one. */
  readonly prior?: boolean;
  /** Whether `encode` predicts intensities. */
  readonly tellsIntensities?: boolean;
  /** What the decoder takes: the code of the wanted labels (when absent), or its difference from the face's own. */
  readonly takes?: 'code' | 'change';
  /** Values of all feature maps of one image, forward: what memory is estimated from. Absent where nobody counted. */
  readonly features?: number;
  /** Describes its trees; `initWeights` draws their initial values. Write them as `WeightsOf<Params>`. */
  readonly weights: NetworkWeights;
  /**
   * z = G_enc(x), eq. 3, with the features of every stage, for skip connections; z is the last.
   * @param faces [batch, size, size, 3] in [−1, 1]
   */
  encode(params: Params, state: State, faces: tf.Tensor4D, mode: Mode): Encoded;
  /**
   * x = G_dec(z, code), eq. 4.
   * @param code [batch, attributes], (2·label − 1)·scale; where `takes` is `change`, the wanted one minus the face's own
   */
  decode(params: Params, state: State, features: readonly tf.Tensor4D[], code: tf.Tensor2D, mode: Mode): Decoded;
  /** Its decoder for one code after the other, where backends gain from filters that are prepared once. */
  readonly preparation?: DecoderPreparation<Params, State>;
  /**
   * The moving averages updated by these passes, in the order given. Changes neither `state` nor the moments; averages that no
   * pass measured are those of `state`.
   */
  advance(state: State, passes: readonly PassOf[]): State;
  /**
   * A stored parameter of a network that lacks some of this one's channels, with values for these such that this network answers as
   * that one does; undefined where there is nothing to add.
   * @param name flat, such as `decoder/image/kernel`
   */
  grow?(name: string, stored: StoredValues): StoredValues | undefined;
  /**
   * The state updated by these z and their labels, for generators that edit by steps in z. Changes none of its arguments.
   * @param z [batch, ...latent]
   */
  learnDirections?(state: State, z: tf.Tensor4D, labels: tf.Tensor2D): State;
}

export interface Encoded {
  readonly features: readonly tf.Tensor4D[];
  readonly moments: PassMoments;
  /** How strongly each face shows each attribute or its absence, if the encoder predicts it: [batch, attributes] in [0, 1]. */
  readonly intensities?: tf.Tensor2D;
  /** The logarithm of the variances of z, shaped like z, if it is encoded as a distribution; z is then its mean. */
  readonly logVariance?: tf.Tensor4D;
  /** Attribute logits, [batch, attributes], if the encoder predicts them; computed when first read. */
  readonly labels?: tf.Tensor2D;
}

export interface Decoded {
  /** [batch, size, size, 3] in (−1, 1) */
  readonly image: tf.Tensor4D;
  readonly moments: PassMoments;
}

/** How a decoder is prepared for one code after the other. */
export interface DecoderPreparation<Params = TensorTree, State = TensorTree> {
  /** The `decode` that it stands for: a generator that takes over the rest of another, but decodes by itself, is not prepared. */
  readonly of: unknown;
  /** In inference mode. What it holds is of its own: the parameters may be freed. */
  prepare(params: Params, state: State): PreparedDecoder;
}

/** A decoder in inference mode, with all that depends on the weights alone computed. */
export interface PreparedDecoder {
  /** Computes what depends on the faces alone. @param features of these faces, which outlive what is returned */
  begin(features: readonly tf.Tensor4D[]): FaceDecoder;
  /** Frees what it holds. */
  dispose(): void;
}

/** Decodes some faces with one code after the other. */
export interface FaceDecoder {
  /** The image of `decode` but for rounding, [batch, size, size, 3] in (−1, 1). @param code as `decode` takes it */
  decode(code: tf.Tensor2D): tf.Tensor4D;
  dispose(): void;
}

export interface PassOf {
  readonly part: 'encoder' | 'decoder';
  readonly moments: PassMoments;
}

/** D and C: one trunk, an adversarial head, a classification head. Twice differentiable. */
export interface Critic<Params = TensorTree> {
  readonly size: number;
  readonly attributes: number;
  /** Each face is judged independently of the rest of the batch, so that real and edited faces can share one. */
  readonly perSample?: boolean;
  /** It judges faces together with a code, which is then required. */
  readonly conditional?: boolean;
  /** Values of all feature maps of one image, forward: what memory is estimated from. Absent where nobody counted. */
  readonly features?: number;
  /** Describes its tree; `initWeights` draws the initial values. Write it as `WeightsOf<Params>`. */
  readonly weights: Tree<Weight>;
  /**
   * Fields of the judgement may be computed when they are first read, so read them in the scope (`tf.tidy`) of the call.
   * @param faces [batch, size, size, 3] in [−1, 1]
   * @param code [batch, attributes], the code that faces are judged with; only conditional critics use it
   */
  apply(params: Params, faces: tf.Tensor4D, code?: tf.Tensor2D): Judgement;
}

export interface Judgement {
  /** Adversarial logits, [batch, 1]. */
  readonly adversarial: tf.Tensor2D;
  /** Attribute logits, [batch, attributes]. */
  readonly attributes: tf.Tensor2D;
  /** Features in which faces can be compared (learned similarity, Larsen et al. 2016), if the critic offers any. */
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
 * Types `create` and `imageSize` by the definition's schema and checks options before they see them. The types of the network's
 * own trees are erased here: callers pass the trees that its weights describe.
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
