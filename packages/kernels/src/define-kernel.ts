import * as tf from '@tensorflow/tfjs-core';

type Inputs = Readonly<Record<string, tf.Tensor>>;
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A kernel under our own name (`attgan/...`) in tfjs's kernel registry. */
export interface KernelDescription<I extends Inputs, A extends Attributes> {
  readonly name: string;
  /** The reference: a composition of ordinary tfjs operations. A backend's kernel is compared with it. */
  portable(inputs: I, attributes: A): tf.Tensor[];
  /** How tfjs differentiates it; absent if it is never differentiated. */
  readonly gradient?: Omit<tf.GradConfig, 'kernelName'>;
}

export interface Kernel<I extends Inputs, A extends Attributes> extends KernelDescription<I, A> {
  /** Runs the current backend's kernel of this name, or the portable composition where it has none. */
  run(inputs: I, attributes: A): tf.Tensor[];
}

/** Registers the gradient once and returns the kernel. The composition is opaque to differentiation. */
export function defineKernel<I extends Inputs, A extends Attributes>(
  description: KernelDescription<I, A>,
): Kernel<I, A> {
  const { name, portable, gradient } = description;
  if (gradient !== undefined && tf.getGradient(name) == null) tf.registerGradient({ kernelName: name, ...gradient });
  return {
    ...description,
    run(inputs, attributes) {
      const backendName = tf.getBackend();
      if (tf.getKernel(name, backendName) == null) registerPortable(name, backendName, portable);
      const outputs = tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes) as tf.Tensor | tf.Tensor[];
      return Array.isArray(outputs) ? outputs : [outputs];
    },
  };
}

function registerPortable<I extends Inputs, A extends Attributes>(
  kernelName: string,
  backendName: string,
  portable: (inputs: I, attributes: A) => tf.Tensor[],
): void {
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => portable(inputs as unknown as I, attrs as unknown as A)),
  });
}
