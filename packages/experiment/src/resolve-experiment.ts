import { keysOf, parseOptions, UsageError, type KindDefinition } from '@attgan/core';
import { trainOptions } from '@attgan/training';
import { z } from 'zod';
import { defaultsOf, experimentSchema } from './experiment-schema.ts';
import { chosenFor, optionsOf, type Chosen, type Experiment, type Loose } from './experiment.ts';
import { mergeLayers } from './merge-layers.ts';
import type { Registries } from './registries.ts';

/** Stands for any backend, so it takes only this option. */
const AUTO = z.strictObject({ threads: z.int().positive().optional().describe('threads that compute') });

/**
 * The experiment that the layers (configuration file, flags, `--set`; later ones win) mean together, over the defaults of every
 * kind and what the method was published with. Options pass their definition's schema.
 * @throws UsageError that names what is unknown, wrong or not used, and where
 */
export function resolveExperiment(layers: readonly Loose[], registries: Registries): Experiment {
  const defaults = defaultsOf(registries.kinds);
  const schema = experimentSchema(registries.kinds);
  const first = parseOptions(schema, mergeLayers([defaults, ...layers]), '') as Loose;
  const [{ name }] = chosenFor(first, 'method') as [Chosen];
  const method = registries.of('method').get(name);
  const inUse = registries.kinds.filter(
    (kind) => kind.part !== 'none' && (kind.usedBy === 'everyone' || method.uses.some((used) => used === kind.kind)),
  );
  refuseUnused(layers, name, inUse, registries);
  const merged = parseOptions(schema, mergeLayers([defaults, method.defaults ?? {}, ...layers]), '') as Loose;
  const parts = resolveParts(merged, inUse, registries);
  const { plugins, weights, without } = merged as unknown as Experiment;
  const train = parseOptions(trainOptions, merged['train'], 'train');
  return { ...parts, plugins, weights, without, train } as unknown as Experiment;
}

/** The named parts alone, without a method: what commands need that train nothing. @throws as `resolveExperiment` */
export function resolveSome<K extends string>(
  kinds: readonly K[],
  layers: readonly Loose[],
  registries: Registries,
): Readonly<Record<K, Chosen>> {
  const wanted = registries.kinds.filter(({ kind }) => (kinds as readonly string[]).includes(kind));
  const known = [...kinds, 'plugins', 'train'];
  const stray = layers.flatMap((layer) => Object.keys(layer)).find((key) => !known.includes(key));
  if (stray !== undefined) {
    throw new UsageError(
      `This command does not train, so "${stray}" has no effect. Use options of ${kinds.join(' or ')} only.`,
    );
  }
  const merged = parseOptions(
    experimentSchema(registries.kinds),
    mergeLayers([defaultsOf(wanted), ...layers]),
    '',
  ) as Loose;
  return resolveParts(merged, wanted, registries) as Readonly<Record<K, Chosen>>;
}

/** A part that is named and not used would be ignored silently. */
function refuseUnused(
  layers: readonly Loose[],
  method: string,
  inUse: readonly KindDefinition[],
  { kinds }: Registries,
): void {
  const used = inUse.map(({ kind }) => kind as string);
  for (const { kind } of kinds) {
    if (used.includes(kind) || !layers.some((layer) => layer[kind] !== undefined)) continue;
    const names = used.filter((name) => name !== 'method');
    throw new UsageError(
      `The method "${method}" does not use "${kind}": remove --${kind}, or "${kind}" from the configuration. ` +
        `It uses: ${names.join(', ')}.`,
    );
  }
}

function resolveParts(merged: Loose, kinds: readonly KindDefinition[], registries: Registries): Loose {
  const resolved: Record<string, unknown> = {};
  for (const kind of kinds) {
    if (kind.part === 'none') continue;
    const checked = chosenFor(merged, kind.kind).map((chosen) => {
      const { name, ...given } = chosen;
      const schema = kind.kind === 'backend' && name === 'auto' ? AUTO : registries.of(kind.kind).get(name).options;
      const options = { ...inherited(kind, schema, resolved, registries), ...given };
      return { name, ...(parseOptions(schema, options, kind.kind) as Loose) };
    });
    resolved[kind.kind] = kind.part === 'one' ? checked[0] : checked;
  }
  return resolved;
}

/** Options that follow from parts that are resolved already, where the schema knows them. */
function inherited(kind: KindDefinition, schema: z.ZodType, resolved: Loose, registries: Registries): Loose {
  if (kind.part === 'none' || kind.inherits === undefined) return {};
  const { from, options } = kind.inherits;
  const chosen = from.flatMap((other) =>
    chosenFor(resolved, other).map((one) => [
      other,
      { definition: registries.of(other).get(one.name), options: optionsOf(one) },
    ]),
  );
  const known = keysOf(schema);
  return Object.fromEntries(
    Object.entries(options(Object.fromEntries(chosen))).filter(
      ([name, value]) => known.includes(name) && value !== undefined,
    ),
  );
}
