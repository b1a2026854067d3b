import type { ClusterPlace, PartKind, PartValues } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Game } from '@attgan/training';
import { checkTrains } from '../choose-backend.ts';
import type { Experiment } from '../experiment.ts';
import { openSources, type Sources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';
import { cardOf } from './card-of.ts';
import { checkShares } from './check-shares.ts';
import { createContainer } from './container.ts';
import { assembleGame, imageSizeOf, madeKinds, makePart } from './create-game.ts';
import { CARD, EXPERIMENT, GAME, partToken, REGISTRIES, SIZE, SOURCES } from './token.ts';

// The composition root: the one place that binds an experiment to what it names. Everything it calls is an ordinary function with
// ordinary arguments, and nothing else sees the container.

export interface Composition extends Sources {
  readonly experiment: Experiment;
  readonly registries: Registries;
  /** The method's game, made when first used. @throws UsageError for parts that do not fit together */
  game(): Promise<Game<unknown>>;
  /** The card of the trained model. */
  card(): Promise<ModelCard>;
  /** What the experiment chose for a kind, made; undefined if the experiment has no such part. */
  part<K extends PartKind>(kind: K): Promise<PartValues[K] | undefined>;
}

export interface CompositionRequest {
  readonly experiment: Experiment;
  readonly registries: Registries;
  /** Lines for the user while opening: packing, skipped images. */
  report(line: string): void;
  /** Of this process among those that train together; alone where absent. */
  readonly place?: ClusterPlace | undefined;
}

export interface CompositionParts extends Omit<CompositionRequest, 'report' | 'place'> {
  readonly sources: Sources;
}

/** Opens the data and the backend that the experiment names; its other parts are made when they are used. */
export async function compose({ experiment, registries, report, place }: CompositionRequest): Promise<Composition> {
  checkTrains(experiment.backend.name, registries.of('backend'));
  if (place !== undefined) checkShares(experiment, place);
  const size = imageSizeOf(experiment, registries);
  return composeOn({ experiment, registries, sources: await openSources(experiment, registries, size, report, place) });
}

/** The same on data and a backend that are open, as the experiments of a study share them. */
export async function composeOn({ experiment, registries, sources }: CompositionParts): Promise<Composition> {
  const container = await createContainer();
  container.constant(EXPERIMENT, experiment);
  container.constant(REGISTRIES, registries);
  container.constant(SOURCES, sources);
  container.provide(SIZE, [EXPERIMENT, REGISTRIES], imageSizeOf);
  const kinds = madeKinds(experiment, registries);
  for (const kind of kinds) {
    const needs = kind.part === 'none' ? [] : (kind.needs ?? []);
    container.provide(partToken(kind.kind), [SOURCES, ...needs.map(partToken)], (sources, ...needed) => {
      const made = new Map(needs.map((name, at) => [name, needed[at]]));
      return makePart(kind, experiment, registries, (sources as Sources).dataset, made);
    });
  }
  container.provide(GAME, [SOURCES, ...kinds.map(({ kind }) => partToken(kind))], (sources, ...parts) => {
    const made = new Map(kinds.map(({ kind }, at) => [kind as string, parts[at]]));
    return assembleGame(experiment, registries, (sources as Sources).dataset, made);
  });
  container.provide(CARD, [SOURCES, SIZE, GAME], ({ dataset }, size, game) =>
    cardOf(experiment, registries, dataset, size, game.editing),
  );
  return {
    ...sources,
    experiment,
    registries,
    game: () => container.get(GAME),
    card: () => container.get(CARD),
    part: async <K extends PartKind>(kind: K) =>
      kinds.some((each) => each.kind === kind) ? ((await container.get(partToken(kind))) as PartValues[K]) : undefined,
  };
}
