import type { GeneratorSpec } from '@attgan/nets';

/** What a decoder does that other programs' AttGANs do not, as a phrase after its name; undefined for a usual one. */
export function unusualDecoder({ output, takes }: Pick<GeneratorSpec, 'output' | 'takes'>): string | undefined {
  if (takes === 'change') return 'takes changes of codes';
  return output === 'image' ? undefined : `gives a ${output} output`;
}
