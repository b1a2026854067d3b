import type { GeneratorSpec } from '@attgan/nets';

/**
 * What a decoder does that its tensors do not tell, as a phrase after its name: whoever loads them would edit otherwise. Undefined for
 * an image, and for a mask, which is a fourth channel of the last layer.
 */
export function unusualDecoder({ output, takes }: Pick<GeneratorSpec, 'output' | 'takes'>): string | undefined {
  if (takes === 'change') return 'takes changes of codes';
  return output === 'residual' ? 'gives a residual output' : undefined;
}
