import {
  ATTRIBUTES,
  EXCLUSIVE,
  SMALL_NETWORKS,
  type ConformanceSetting,
  type NetworkChoices,
} from '@attgan/conformance';
import { keysOf, parseOptions, UsageError, type Definition } from '@attgan/core';
import {
  chosenFor,
  createParts,
  mergeLayers,
  nested,
  optionsOf,
  parseValue,
  resolveExperiment,
} from '@attgan/experiment';
import type { Chosen, Experiment, Loose, Registries } from '@attgan/experiment';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import type { Flags } from '../arguments/flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';

const LABELLING = { attributes: ATTRIBUTES, exclusive: EXCLUSIVE };
/** Parts that make networks small, as far as their definitions know such options. */
const SMALL = SMALL_NETWORKS.generator.options;

/**
 * What the flags say of how a definition is checked: its options, and for a method also its parts. Networks are small unless
 * options of theirs are given.
 * @throws UsageError for what is unknown or has no effect
 */
export function checkSetting(definition: Definition, flags: Flags, registries: Registries): ConformanceSetting {
  const size = integerFlag(flags, 'size');
  const common: ConformanceSetting = { ...LABELLING, ...(size !== undefined && { size }) };
  const { kind } = definition;
  if (kind === 'method') return { ...common, ...methodSetting(definition.name, flags, registries) };
  const known = [kind, 'backend'];
  const stray =
    flags.dotted.map(([path]) => path).find((path) => !known.includes(path.split('.')[0] as string)) ??
    registries.kinds.map((other) => other.kind as string).find((other) => other !== 'backend' && flags.has(other));
  if (stray !== undefined) {
    throw new UsageError(
      `--${stray} has no effect: cases of the kind ${kind} use only --${kind}.OPTION and --backend.`,
    );
  }
  const given = flags.dotted.filter(([path]) => path.startsWith(`${kind}.`));
  const layers = given.map(([path, value]) => nested(path.split('.').slice(1), parseValue(value)));
  const network = kind === 'generator' || kind === 'critic';
  const options = mergeLayers([network ? smallOptions(definition) : {}, ...layers]);
  // Before a backend is opened for them.
  parseOptions(definition.options, options, kind);
  return { ...common, options };
}

/** The small options that the definition knows, with which it can be made. */
function smallOptions({ options }: Pick<Definition, 'options'>): Loose {
  const known = keysOf(options);
  const small = Object.fromEntries(Object.entries(SMALL).filter(([name]) => known.includes(name)));
  return options.safeParse(small).success ? small : {};
}

function methodSetting(name: string, flags: Flags, registries: Registries): ConformanceSetting {
  // Every kind that is given, so that one the method does not use is an error, as in a training.
  const given = sourceLayers(flags, 'kinds', registries);
  const layers = [{ method: { name }, train: { iterations: 4 } }, ...given];
  const chosen = resolveExperiment(layers, registries);
  const small = (kind: 'generator' | 'critic'): Loose[] =>
    chosenFor(chosen, kind).map((one) => ({
      [kind]: { name: one.name, ...smallOptions(registries.of(kind).get(one.name)) },
    }));
  const experiment = resolveExperiment([...small('generator'), ...small('critic'), ...layers], registries);
  const { method } = experiment;
  return {
    options: optionsOf(method),
    parts: Object.fromEntries(createParts(experiment, registries, LABELLING)),
    networks: networksOf(experiment, registries),
  };
}

function networksOf(experiment: Experiment, registries: Registries): NetworkChoices {
  const [generator] = chosenFor(experiment, 'generator') as [Chosen];
  const [critic] = chosenFor(experiment, 'critic');
  return {
    generator: { definition: registries.of('generator').get(generator.name), options: optionsOf(generator) },
    ...(critic && {
      critic: { definition: registries.of('critic').get(critic.name), options: optionsOf(critic) },
    }),
  };
}
