import type { Metrics } from '@attgan/training';

export interface Balance {
  /** The cost of a judgement at which nobody is ahead. */
  readonly equilibrium: number;
  /** The distance from it at which somebody is. */
  readonly margin: number;
}

/**
 * Who should wait for the other, by what the critic's two judgements cost it last, `costReal` and `costMade`; nobody
 * where nothing is known yet, or where each is ahead by one of the two. As VAE/GAN's published program decides.
 */
export function aheadOf(
  { costReal, costMade }: Metrics,
  { equilibrium, margin }: Balance,
): Readonly<Record<'critic' | 'decoder', boolean>> {
  const costs = [costReal ?? equilibrium, costMade ?? equilibrium];
  const critic = costs.some((cost) => cost < equilibrium - margin);
  const decoder = costs.some((cost) => cost > equilibrium + margin);
  return critic && decoder ? { critic: false, decoder: false } : { critic, decoder };
}
