import { differentiateByInputs } from './differentiate-by-inputs.ts';

/**
 * Makes tfjs's gradients known, and those that it gets wrong the second time right. In Node, `@tensorflow/tfjs-core`
 * registers none by itself; the union package does, and shares the one engine. Every backend's `open` awaits this.
 */
export async function registerGradients(): Promise<void> {
  await import('@tensorflow/tfjs');
  differentiateByInputs();
}
