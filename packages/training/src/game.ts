import type { DetailFade, RandomKey } from '@attgan/core';
import type { StoredValues, TensorTree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Schedule } from './schedules/schedule.ts';

// A method is a game between players: each owns networks and minimises a weighted sum of terms.

/** The batch of one update. */
export interface Batch {
  /** [batch, size, size, 3] in [−1, 1] */
  readonly images: tf.Tensor4D;
  /** [batch, attributes], 0 or 1 */
  readonly labels: tf.Tensor2D;
}

/** The values of one player's networks: what is trained, and moving averages. */
export interface PlayerValues {
  readonly params: TensorTree;
  readonly state: TensorTree;
}

/** A player before its training: whose networks it owns, and how they are optimized. */
export interface PlayerSetup {
  readonly name: string;
  readonly optimizer: Optimizer;
  /** A factor on the optimizer's learning rate, over all of the game's iterations; 1 where absent. */
  readonly schedule?: Schedule;
  /** Maximum norm of all of the player's gradients together; larger gradients are scaled down to it. */
  readonly clipNorm?: number | undefined;
  /** After each step parameters are brought back into [−bound, bound], as in the first Wasserstein GAN. */
  readonly bound?: number | undefined;
  init(key: RandomKey): PlayerValues;
  /**
   * A tensor of a model as this player's networks take it, so that they answer as the model does: where they have channels that its
   * network lacks. Undefined for all others.
   * @param name as `Game.model` names it
   */
  grow?(name: string, stored: StoredValues): StoredValues | undefined;
}

/** A part of what a player minimises. `value` is a scalar; `weight` is applied where terms are summed. */
export interface Term<F> {
  readonly name: string;
  readonly weight: number;
  /** Iterations over which the weight grows linearly from 0; full from the start where absent. */
  readonly ramp?: number;
  value(forward: F): tf.Scalar;
}

export interface Objective<F> {
  readonly player: string;
  readonly terms: readonly Term<F>[];
  /** Whether this player updates, given the last values; always where absent. */
  gate?(last: Metrics): boolean;
}

/** `updates` times: a fresh batch, the gradients of each objective at the same parameters, one optimizer step each. */
export interface Phase<F> {
  readonly name: string;
  readonly updates: number;
  readonly objectives: readonly Objective<F>[];
}

/** An iteration runs every phase once. */
export interface Stage<F> {
  readonly name: string;
  readonly iterations: number;
  readonly phases: readonly Phase<F>[];
}

/** Values by name, `critic/penalty`. */
export type Metrics = Readonly<Record<string, number>>;

export interface ForwardContext {
  readonly batch: Batch;
  readonly players: Readonly<Record<string, PlayerValues>>;
  /** For the random numbers of this update. */
  readonly key: RandomKey;
  /** Whether this update changes that player. Outputs of all others are data: no gradient has to flow through them. */
  updates(player: string): boolean;
}

/** A grid of pictures that shows the progress of training: [columns, size, size, 3] in [−1, 1] for each face. */
export interface SampleGrid {
  readonly columns: readonly string[];
  readonly rows: readonly tf.Tensor4D[];
}

/** How a model of this game is used. */
export interface Editing {
  /** The code of a label is (2·label − 1)·scale. */
  readonly scale: number;
  /** Factor on the codes of edited attributes that suits this method, unless the user gives another. */
  readonly strength: number;
  /** Share of what a reconstruction loses of its face that edits are given back, in [0, 1]; none when absent. */
  readonly detail?: number;
  /** Where edits are given back less than that. */
  readonly detailFade?: DetailFade | undefined;
  /** Whether the difference of edit and reconstruction is smoothed where it is added to the face. */
  readonly detailSmooth?: boolean;
  /** Whether `critic/…` is among the model's tensors, to read the labels of a photo. */
  readonly carriesCritic: boolean;
}

/** A method set up for one experiment. `F` holds what its terms share: lazy, so that what no term asks for is not computed. */
export interface Game<F> {
  readonly players: readonly PlayerSetup[];
  readonly stages: readonly Stage<F>[];
  forward(context: ForwardContext): F;
  /** The moving averages after an update, of those players whose passes moved them. */
  advance(forward: F): Readonly<Record<string, TensorTree>>;
  /** Scalars to log that no player minimises, by phase: `{ generator: { accuracyEdited: … } }`. */
  readonly measures: Readonly<Record<string, Readonly<Record<string, (forward: F) => tf.Scalar>>>>;
  /** A promise if it has to read tensors, which takes time on a GPU. */
  samples(players: Readonly<Record<string, PlayerValues>>, batch: Batch): SampleGrid | Promise<SampleGrid>;
  /** A warning when the metrics show that training goes wrong; otherwise undefined. */
  diagnose?(metrics: Metrics, iteration: number): string | undefined;
  /** What an editor needs to know. */
  readonly editing: Editing;
  /** What editing needs, by flat name: `generator/params/…`, `generator/state/…`, and perhaps `critic/…`. */
  model(players: Readonly<Record<string, PlayerValues>>): Readonly<Record<string, tf.Tensor>>;
}
