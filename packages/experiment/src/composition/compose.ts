import type { Backend, Dataset } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Game } from '@attgan/training';
import { chooseBackend } from '../choose-backend.ts';
import type { Experiment } from '../experiment.ts';
import { optionsOf } from '../experiment.ts';
import { openBackend } from '../open-backend.ts';
import type { Registries } from '../registries.ts';
import { cardOf } from './card-of.ts';
import { createContainer } from './container.ts';
import { assembleGame, imageSizeOf, madeKinds, makePart } from './create-game.ts';
import { BACKEND, CARD, CHOICE, DATASET, EXPERIMENT, GAME, partToken, REGISTRIES, REPORT, SIZE } from './token.ts';

// The composition root: the one place that binds an experiment to what it names. Everything it calls is an ordinary function with
// ordinary arguments, and nothing else sees the container.

export interface Composition {
  readonly experiment: Experiment;
  readonly registries: Registries;
  readonly backend: Backend;
  /** Why this backend computes. */
  readonly reason: string;
  readonly dataset: Dataset;
  /** The method's game, made when first asked for. @throws UsageError for parts that do not fit together */
  game(): Promise<Game<unknown>>;
  /** What a model that is trained says of itself. */
  card(): Promise<ModelCard>;
  /** What the experiment chose for a kind, made; undefined for one that it has no part of. */
  part(kind: string): Promise<unknown>;
  /** Closes what was opened, in reverse order. May be called twice. */
  close(): Promise<void>;
}

export interface CompositionRequest {
  readonly experiment: Experiment;
  readonly registries: Registries;
  /** Lines worth telling while opening: packing, skipped images. */
  report(line: string): void;
}

/** Opens the data and the backend that the experiment names; its other parts are made when they are asked for. */
export async function compose({ experiment, registries, report }: CompositionRequest): Promise<Composition> {
  const container = createContainer();
  container.constant(EXPERIMENT, experiment);
  container.constant(REGISTRIES, registries);
  container.constant(REPORT, report);
  container.provide(SIZE, [EXPERIMENT, REGISTRIES], imageSizeOf);
  container.provide(DATASET, [EXPERIMENT, REGISTRIES, SIZE, REPORT], ({ data }, known, size, say) =>
    known.of('data').get(data.name).open(optionsOf(data), { size, report: say }),
  );
  container.provide(CHOICE, [EXPERIMENT, REGISTRIES], ({ backend }, known) =>
    chooseBackend(backend.name, known.of('backend')),
  );
  container.provide(BACKEND, [EXPERIMENT, CHOICE], ({ backend }, choice) => openBackend(choice, optionsOf(backend)));
  const kinds = madeKinds(experiment, registries);
  for (const kind of kinds) {
    const needs = kind.part === 'none' ? [] : (kind.needs ?? []);
    container.provide(partToken(kind.kind), [DATASET, ...needs.map(partToken)], (dataset, ...needed) =>
      makePart(kind, experiment, registries, dataset as Dataset, new Map(needs.map((name, at) => [name, needed[at]]))),
    );
  }
  container.provide(GAME, [DATASET, ...kinds.map(({ kind }) => partToken(kind))], (dataset, ...parts) =>
    assembleGame(experiment, registries, dataset as Dataset, new Map(kinds.map(({ kind }, at) => [kind, parts[at]]))),
  );
  container.provide(CARD, [DATASET, SIZE, GAME], (dataset, size, game) =>
    cardOf(experiment, registries, dataset, size, game.editing),
  );

  const { reason } = await container.get(CHOICE);
  // The data first: a wrong path should be told before a backend is loaded.
  const dataset = await container.get(DATASET);
  const backend = await container.get(BACKEND).catch(async (error: unknown) => {
    await dataset.close();
    throw error;
  });
  let closed: Promise<void> | undefined;
  return {
    experiment,
    registries,
    backend,
    reason,
    dataset,
    game: () => container.get(GAME),
    card: () => container.get(CARD),
    part: async (kind) => (kinds.some((each) => each.kind === kind) ? container.get(partToken(kind)) : undefined),
    close: () => (closed ??= backend.close().finally(() => dataset.close())),
  };
}
