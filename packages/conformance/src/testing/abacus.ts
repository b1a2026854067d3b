import { defineBackend, type BackendDefinition, type BackendTraits } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

export interface AbacusRequest {
  /** Of its own, because kernels stay registered for a name. */
  readonly name: string;
  readonly traits?: Partial<BackendTraits>;
  /** Kernels by name: what becomes of TensorFlow.js's own, or of none; undefined leaves it out. */
  readonly kernels?: Readonly<Record<string, (original: tf.KernelFunc) => tf.KernelFunc | undefined>>;
  readonly problem?: string;
}

/** A throw-away backend: TensorFlow.js's cpu backend under another name, with some kernels wrong or missing. */
export function abacus({ name, traits, kernels = {}, problem }: AbacusRequest): BackendDefinition {
  let prepared = false;
  return defineBackend({
    name,
    summary: 'the cpu backend of TensorFlow.js, more or less',
    options: z.strictObject({}),
    traits: { training: true, secondOrder: true, device: 'cpu', speed: 1, ...traits },
    whyUnavailable: async () => problem,
    async open() {
      await registerGradients();
      if (!prepared) registerKernels(name, kernels);
      prepared = true;
      if (tf.findBackendFactory(name) == null) tf.registerBackend(name, tf.findBackendFactory('cpu'));
      await tf.setBackend(name);
      return { name, description: 'an abacus', close: async () => tf.removeBackend(name) };
    },
  });
}

function registerKernels(backendName: string, changed: NonNullable<AbacusRequest['kernels']>): void {
  const all = new Map(tf.getKernelsForBackend('cpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
  const none: tf.KernelFunc = () => {
    throw new Error('there is no such kernel to change');
  };
  for (const name of new Set([...all.keys(), ...Object.keys(changed)])) {
    const original = all.get(name) ?? none;
    const kernelFunc = changed[name] === undefined ? original : changed[name](original);
    if (kernelFunc !== undefined) tf.registerKernel({ kernelName: name, backendName, kernelFunc });
  }
}
