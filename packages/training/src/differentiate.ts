import { disposeDeferred, leaves, withoutGradient, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

type Tape = ReturnType<typeof tf.engine>['state']['activeTape'];
type TapeNode = Tape[number];
/** Of tensors. */
type Ids = ReadonlySet<number>;

/** A scalar and what it is differentiated for. */
export interface Differentiation {
  readonly params: TensorTree;
  readonly loss: () => tf.Scalar;
  /** Its name in errors, such as `the player "critic"`. If given, a loss that depends on none of `params` is an error. */
  readonly name?: string;
}

/**
 * ∂loss/∂leaf for every leaf of `params`, in the order of `flatten`; zeros where the loss does not depend on a leaf.
 * What `loss` computes is freed, except tensors that it keeps with `tf.keep`.
 */
export function differentiate(params: TensorTree, loss: () => tf.Scalar): tf.Tensor[] {
  return differentiateEach([{ params, loss }])[0] as tf.Tensor[];
}

/**
 * The same for several losses, each with its own params. They are computed one after the other before any of them is
 * differentiated, so that what one computed the next may use; `after` runs once all are, with nothing recorded of it.
 * @throws Error when a loss with a name depends on none of its params: something in the game blocks the gradient
 *
 * It walks tfjs's own tape. tfjs holds every activation and every gradient until its walk ends; here each is freed once the
 * last walk that needs it has passed, which lowers the memory that an update needs at its highest.
 */
export function differentiateEach(wanted: readonly Differentiation[], after: () => void = () => {}): tf.Tensor[][] {
  const { state } = tf.engine();
  state.activeTape = [];
  try {
    const values = record(() => {
      const computed = wanted.map(({ loss }) => loss());
      withoutGradient(after);
      return computed;
    });
    const tape = state.activeTape;
    const sources = wanted.map(({ params }) => leaves<tf.Tensor>(params));
    const varying = sources.map((xs) => dependents(tape, xs));
    for (const [index, { name }] of wanted.entries()) {
      const { id } = values[index] as tf.Scalar;
      if (name !== undefined && sources[index]?.length !== 0 && varying[index]?.has(id) !== true) {
        throw new Error(`No gradient reaches any parameter of ${name}.`);
      }
    }
    return tf.tidy(() =>
      sources.map((xs, index) =>
        walk(tape, values[index] as tf.Scalar, xs, varying[index] as Ids, varying.slice(index + 1)),
      ),
    );
  } finally {
    state.activeTape.forEach(forget);
    state.activeTape = null as unknown as Tape;
    disposeDeferred();
  }
}

function record(losses: () => tf.Scalar[]): tf.Scalar[] {
  const { state } = tf.engine();
  state.gradientDepth++;
  try {
    return tf.tidy(losses);
  } finally {
    state.gradientDepth--;
  }
}

/** `varying` is what depends on `xs`; `later`, on the sources of each walk that is still to come. */
function walk(
  tape: readonly TapeNode[],
  value: tf.Scalar,
  xs: readonly tf.Tensor[],
  varying: Ids,
  later: readonly Ids[],
): tf.Tensor[] {
  const release = (node: TapeNode): void => {
    if (!later.some((ids) => isAmong(node, ids))) forget(node);
  };
  for (const node of tape) if (!isAmong(node, varying)) release(node);
  const gradients = new Map<number, tf.Tensor>([[value.id, tf.onesLike(value)]]);
  value.dispose();
  for (const node of tape.toReversed()) {
    const dys = node.outputs.map(({ id }) => gradients.get(id));
    if (isAmong(node, varying) && dys.some((dy) => dy !== undefined)) passBack(node, dys, varying, gradients);
    release(node);
    node.outputs.forEach(({ id }, index) => {
      gradients.delete(id);
      dys[index]?.dispose();
    });
  }
  return xs.map((x) => gradients.get(x.id) ?? tf.zerosLike(x));
}

/** The tensors that depend on one of `xs`, by id, `xs` among them. */
function dependents(tape: readonly TapeNode[], xs: readonly tf.Tensor[]): Ids {
  const found = new Set(xs.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    if (Object.values(inputs).some(({ id }) => found.has(id))) for (const { id } of outputs) found.add(id);
  }
  return found;
}

/** Adds what a node's outputs were given to the gradients of those of its inputs that vary. */
function passBack(
  { kernelName, gradient, inputs, saved = [] }: TapeNode,
  dys: readonly (tf.Tensor | undefined)[],
  varying: Ids,
  gradients: Map<number, tf.Tensor>,
): void {
  if (gradient == null)
    throw new Error(`The kernel ${kernelName} has no gradient; register one with tf.registerGradient`);
  // tfjs's gradient functions expect null where nothing flows back.
  const parts = gradient(dys.map((dy) => dy ?? null) as tf.Tensor[]);
  for (const [name, input] of Object.entries(inputs)) {
    if (!varying.has(input.id)) continue;
    const part = parts[name];
    if (part === undefined) throw new Error(`${kernelName} has no gradient for its input ${name}`);
    let dx = tf.tidy(part);
    if (!tf.util.arraysEqual(dx.shape, input.shape)) {
      const shapes = `[${dx.shape.join(', ')}] instead of [${input.shape.join(', ')}]`;
      throw new Error(`The gradient of ${kernelName} for ${name} has shape ${shapes}`);
    }
    // Some hand on what they were given, which is freed before its receiver is done.
    if (dys.includes(dx) || saved.includes(dx)) dx = tf.clone(dx);
    const before = gradients.get(input.id);
    gradients.set(input.id, before === undefined ? dx : tf.add(before, dx));
    if (before !== undefined) tf.dispose([before, dx]);
  }
}

function isAmong({ outputs }: TapeNode, ids: Ids): boolean {
  return outputs.some(({ id }) => ids.has(id));
}

function forget({ saved = [] }: TapeNode): void {
  for (const tensor of saved) tensor.dispose();
}
