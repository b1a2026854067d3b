import type { Dataset, KindDefinition, PartKind, PartSetting, PartValues } from '@attgan/core';
import { reweigh, trainOptions, type Game, type MethodParts } from '@attgan/training';
import { chosenFor, optionsOf, type Chosen, type Experiment } from '../experiment.ts';
import type { Registries } from '../registries.ts';

/** What networks are made for. */
export type Labelling = Pick<Dataset, 'attributes' | 'exclusive'>;

/** Kinds whose parts are made from what the experiment chose, rather than opened. */
export function madeKinds(experiment: Experiment, { kinds }: Registries): readonly KindDefinition[] {
  return kinds.filter((kind) => kind.part !== 'none' && kind.resolve !== undefined && kind.kind in experiment);
}

/** Makes one part; `made` holds those that its kind needs. */
export function makePart(
  kind: KindDefinition,
  experiment: Experiment,
  registries: Registries,
  { attributes, exclusive }: Labelling,
  made: ReadonlyMap<string, unknown>,
): unknown {
  const { iterations } = trainOptions.parse(experiment.train);
  const setting: PartSetting = {
    attributes,
    exclusive,
    iterations,
    uses: registries.of('method').get(experiment.method.name).uses,
    part<K extends PartKind>(needed: K): PartValues[K] {
      if (made.has(needed)) return made.get(needed) as PartValues[K];
      throw new Error(`The kind ${kind.kind} reads the part ${needed} without listing it in "needs"`);
    },
  };
  const chosen = chosenFor(experiment, kind.kind).map((one) => ({
    definition: registries.of(kind.kind).get(one.name),
    options: optionsOf(one),
  }));
  if (kind.part === 'list') return kind.resolve(chosen, setting);
  return kind.part === 'one' ? kind.resolve?.(chosen[0] as (typeof chosen)[number], setting) : undefined;
}

/** The method's game, of parts that are made, with the user's weights. @throws UsageError for parts that do not fit together */
export function assembleGame(
  experiment: Experiment,
  registries: Registries,
  { attributes, exclusive }: Labelling,
  made: ReadonlyMap<string, unknown>,
): Game<unknown> {
  const { method } = experiment;
  const definition = registries.of('method').get(method.name);
  const parts = Object.fromEntries(definition.uses.map((kind) => [kind, made.get(kind)]));
  const { iterations } = trainOptions.parse(experiment.train);
  // It holds what the method said it uses, which is all that the method can name.
  const given = { ...parts, attributes, exclusive, iterations } as unknown as MethodParts;
  return reweigh(definition.create(optionsOf(method), given), experiment);
}

/** Makes every part at once, by kind, for data that are open already. */
export function createParts(
  experiment: Experiment,
  registries: Registries,
  labelling: Labelling,
): ReadonlyMap<string, unknown> {
  const made = new Map<string, unknown>();
  for (const kind of madeKinds(experiment, registries)) {
    made.set(kind.kind, makePart(kind, experiment, registries, labelling, made));
  }
  return made;
}

/** The same, and the game of them. */
export function createGame(experiment: Experiment, registries: Registries, labelling: Labelling): Game<unknown> {
  return assembleGame(experiment, registries, labelling, createParts(experiment, registries, labelling));
}

/** Height and width of the images that the experiment's networks take, pixels. */
export function imageSizeOf(experiment: Experiment, registries: Registries): number {
  const [{ name, ...options }] = chosenFor(experiment, 'generator') as [Chosen];
  return registries.of('generator').get(name).imageSize(options);
}
