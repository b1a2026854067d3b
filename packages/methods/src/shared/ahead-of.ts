import type { Metrics } from '@attgan/training';

export interface Balance {
  /** The critic's loss at which critic and decoder are balanced. */
  readonly equilibrium: number;
  /** The distance from it at which one of them counts as ahead. */
  readonly margin: number;
}

/**
 * Which player is ahead and should skip its update, by the critic's last losses `costReal` and `costMade`; neither if there are
 * none yet, or if each is ahead by one of the two. As in VAE/GAN's published program.
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
