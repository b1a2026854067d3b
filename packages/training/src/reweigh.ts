import { UsageError } from '@attgan/core';
import type { Game, Objective, Term } from './game.ts';

export interface Reweighing {
  /** Weights by the term's name, or by `player/term` where several players have one of that name. */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * Terms to leave out. A name alone, if several players have such a term, means that of the player updated last in an
   * iteration, AttGAN's generator.
   */
  readonly without?: readonly string[];
}

/**
 * The game with the user's weights, and without the terms to leave out, which are not computed.
 * @throws UsageError when a name matches no term, or several
 */
export function reweigh<F>(game: Game<F>, { weights, without = [] }: Reweighing): Game<F> {
  const objectives = game.stages.flatMap(({ phases }) => phases.flatMap((phase) => phase.objectives));
  const known = [...new Set(objectives.flatMap(({ player, terms }) => terms.map(({ name }) => `${player}/${name}`)))];
  const changed = new Map(
    Object.entries(weights).map(([key, weight]) => [resolveTerm(`weights.${key}`, key, known), weight]),
  );
  const last = objectives.at(-1)?.player;
  const dropped = new Set(without.map((key) => resolveTerm(`without ${key}`, key, known, last)));
  const terms = ({ player, terms: all }: Objective<F>): Term<F>[] =>
    all
      .filter(({ name }) => !dropped.has(`${player}/${name}`))
      .map((term) => ({ ...term, weight: changed.get(`${player}/${term.name}`) ?? term.weight }));
  const stages = game.stages.map((stage) => ({
    ...stage,
    phases: stage.phases.map((phase) => ({
      ...phase,
      objectives: phase.objectives
        .map((objective) => ({ ...objective, terms: terms(objective) }))
        .filter((objective) => objective.terms.length > 0),
    })),
  }));
  return { ...game, stages };
}

function resolveTerm(where: string, key: string, known: readonly string[], preferred?: string): string {
  const meant = known.filter((name) => name === key || name.endsWith(`/${key}`));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  const own = meant.find((name) => preferred !== undefined && name === `${preferred}/${key}`);
  if (own !== undefined) return own;
  const problem = meant.length === 0 ? 'no term has that name' : `that may be ${meant.join(' or ')}`;
  throw new UsageError(`${where}: ${problem}. Known: ${known.join(', ')}.`);
}
