import type { Game } from './game.ts';

/** Iterations of all stages. */
export function iterationsOf<F>({ stages }: Pick<Game<F>, 'stages'>): number {
  return stages.reduce((sum, stage) => sum + stage.iterations, 0);
}
