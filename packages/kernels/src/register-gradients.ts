import { differentiateByInputs } from './differentiate-by-inputs.ts';

/**
 * Registers tfjs's gradients, and corrects those whose second derivative is wrong. In Node, `@tensorflow/tfjs-core` registers
 * none by itself; the union package does, and shares the one engine. Every backend's `open` awaits this.
 */
export async function registerGradients(): Promise<void> {
  await import('@tensorflow/tfjs');
  differentiateByInputs();
}
