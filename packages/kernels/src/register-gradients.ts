import { differentiateByInputs } from './differentiate-by-inputs.ts';

/** Registers tfjs's gradients, and corrects those whose second derivative is wrong. Every backend's `open` awaits this. */
export async function registerGradients(): Promise<void> {
  await import('#gradients');
  differentiateByInputs();
}
