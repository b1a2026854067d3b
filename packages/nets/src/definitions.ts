import type { DefinitionBase, RandomKey } from '@attgan/core';
import type { TensorTree } from '@attgan/kernels';
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

/** G_enc and G_dec of fixed sizes. Parameters and averages are separate values: `{ encoder, decoder }` trees. */
export interface Generator {
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
  init(key: RandomKey): { readonly params: TensorTree; readonly state: TensorTree };
  /**
   * z = G_enc(x), eq. 3, with the features of every stage, since decoders may skip back to them; z is the last.
   * @param faces [batch, size, size, 3] in [−1, 1]
   */
  encode(params: TensorTree, state: TensorTree, faces: tf.Tensor4D, mode: Mode): Encoded;
  /**
   * x = G_dec(z, code), eq. 4.
   * @param code [batch, attributes], (2·label − 1)·scale; where `takes` is `change`, the wanted one minus the face's own
   */
  decode(
    params: TensorTree,
    state: TensorTree,
    features: readonly tf.Tensor4D[],
    code: tf.Tensor2D,
    mode: Mode,
  ): Decoded;
  /**
   * Averages moved towards what passes measured, in the order given. Leaves `state` and the moments alone; what did not
   * move is in the result as it is in `state`.
   */
  advance(state: TensorTree, passes: readonly PassOf[]): TensorTree;
  /**
   * The state after seeing what labels these z belong to, for generators that edit by steps in z. Leaves all it is
   * given alone.
   * @param z [batch, ...latent]
   */
  learnDirections?(state: TensorTree, z: tf.Tensor4D, labels: tf.Tensor2D): TensorTree;
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
export interface Critic {
  readonly size: number;
  readonly attributes: number;
  /** Each face is judged by itself, whatever else is in the batch; allows faces of several kinds in one batch. */
  readonly perSample?: boolean;
  /** It judges faces together with a code, and has to be given one. */
  readonly conditional?: boolean;
  init(key: RandomKey): TensorTree;
  /**
   * What is asked of the judgement may be computed when it is first read, so read it in the scope (`tf.tidy`) of the call.
   * @param faces [batch, size, size, 3] in [−1, 1]
   * @param code [batch, attributes], what the faces claim to be; only conditional critics look at it
   */
  apply(params: TensorTree, faces: tf.Tensor4D, code?: tf.Tensor2D): Judgement;
}

export interface Judgement {
  /** Adversarial logits, [batch, 1]. */
  readonly adversarial: tf.Tensor2D;
  /** Attribute logits, [batch, attributes]. */
  readonly attributes: tf.Tensor2D;
  /** Features in which faces can be compared (learned similarity, Larsen et al. 2016), of critics that offer some. */
  readonly similarity?: tf.Tensor4D;
}

export interface GeneratorDefinition extends DefinitionBase<'generator', z.ZodType> {
  create(options: unknown, attributes: number): Generator;
}

export interface CriticDefinition extends DefinitionBase<'critic', z.ZodType> {
  create(options: unknown, attributes: number): Critic;
}

/** Types `create` by the definition's schema, and checks options before `create` sees them. */
export function defineGenerator<Schema extends z.ZodType>(
  definition: Omit<GeneratorDefinition, 'kind' | 'options' | 'create'> & {
    readonly options: Schema;
    create(options: z.output<Schema>, attributes: number): Generator;
  },
): GeneratorDefinition {
  return {
    ...definition,
    kind: 'generator',
    create: (options, attributes) => definition.create(definition.options.parse(options), attributes),
  };
}

export function defineCritic<Schema extends z.ZodType>(
  definition: Omit<CriticDefinition, 'kind' | 'options' | 'create'> & {
    readonly options: Schema;
    create(options: z.output<Schema>, attributes: number): Critic;
  },
): CriticDefinition {
  return {
    ...definition,
    kind: 'critic',
    create: (options, attributes) => definition.create(definition.options.parse(options), attributes),
  };
}
