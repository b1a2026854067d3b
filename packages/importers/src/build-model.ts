import { basename } from 'node:path';
import { AttganError } from '@attgan/core';
import type { ImportedModel, ModelCard, StoredTensor } from '@attgan/formats';
import { cropOf, EXCLUSIVE_GROUPS, keepGroups, PAPER_ATTRIBUTES } from '@attgan/image-files';
import { attganCritic, attganGenerator, GENERATOR_PRESETS } from '@attgan/nets';
import { criticChoice } from './critic-choice.ts';
import type { Dialect } from './dialects/dialect.ts';
import { attributesOf, generatorChoice, kernelsOf } from './generator-choice.ts';
import { matchTensors } from './match-tensors.ts';
import type { ImportOptions } from './options.ts';
import type { Settings } from './settings/settings.ts';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** What a file of another program holds. */
export interface ForeignModel {
  readonly path: string;
  /** Of the importer, for the provenance. */
  readonly format: string;
  readonly dialect: Dialect;
  readonly generator: Tensors;
  readonly critic?: Tensors;
  /** Constants that the file itself says, or that its program has besides the preset's. */
  readonly constants?: {
    readonly slope?: number;
    readonly normEpsilon?: number;
    readonly scale?: number;
    readonly size?: number;
  };
}

/** Published models are trained with codes of ±0.5, and edited with twice that. */
const SCALE = 0.5;
const STRENGTH = 2;

/**
 * A model out of the tensors of another program: the networks that their shapes and the settings tell, and the tensors in our
 * layout. Flags count before the settings file, and that before the preset.
 * @throws AttganError in one line for what is unknown, does not fit, is missing or is too much
 */
export function buildModel(
  foreign: ForeignModel,
  options: ImportOptions,
  settings: Settings | undefined,
): ImportedModel {
  const { path, dialect, constants = {}, format } = foreign;
  const kernels = kernelsOf(dialect, foreign.generator, path);
  const count = attributesOf(kernels);
  const attributes = namesOf(count, foreign, options, settings);
  const size = options.size ?? settings?.size ?? constants.size ?? sizeOfPreset(options);
  if (size === undefined) throw unknown(path, 'the size of its images', '--set size=128');
  const known = { ...constants, ...settings, ...defined(options), size };
  const chosen = generatorChoice(dialect, kernels, attributes.length, known, path);
  const { weights } = attganGenerator.create(chosen, attributes.length);
  const tensors = matchTensors({ prefix: 'generator', weights, channels: 0 }, foreign.generator, dialect, path);
  const critic =
    options.critic && foreign.critic !== undefined ? criticChoice(dialect, foreign.critic, size) : undefined;
  if (critic !== undefined) {
    const wanted = {
      prefix: 'critic',
      weights: attganCritic.create(critic.options, attributes.length).weights,
      channels: critic.channels,
    };
    tensors.push(...matchTensors(wanted, foreign.critic as Tensors, dialect, path));
  }
  const crop = options.crop ?? settings?.crop;
  const card: ModelCard = {
    format: 1,
    generator: { name: attganGenerator.name, options: chosen },
    ...(critic !== undefined && { critic: { name: attganCritic.name, options: critic.options } }),
    ...(options.reader !== undefined && { reader: options.reader }),
    attributes,
    exclusive: keepGroups(EXCLUSIVE_GROUPS, attributes),
    scale: options.scale ?? settings?.scale ?? constants.scale ?? SCALE,
    strength: options.strength ?? settings?.strength ?? STRENGTH,
    ...(options.detail !== undefined && { detail: options.detail }),
    size,
    ...(crop !== undefined && crop !== 'none' && { crop: cropOf(crop) }),
    provenance: { madeBy: 'attgan import', file: basename(path), importer: format },
  };
  return { card, tensors };
}

function namesOf(
  count: number,
  { path }: ForeignModel,
  options: ImportOptions,
  settings: Settings | undefined,
): readonly string[] {
  const names =
    options.attributes ?? settings?.attributes ?? (options.preset === undefined ? undefined : PAPER_ATTRIBUTES);
  if (names === undefined) throw unknown(path, `the names of its ${count} attributes`, '--attributes NAME,NAME,…');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AttganError(`The attribute ${twice} is named twice for ${path}.`);
  if (names.length === count) return names;
  const source = options.attributes === undefined ? (settings?.file ?? `the preset ${options.preset}`) : '--attributes';
  throw new AttganError(`${path} has weights for ${count} attributes, but ${source} names ${names.length}.`);
}

function sizeOfPreset({ preset }: ImportOptions): number | undefined {
  return preset === undefined ? undefined : GENERATOR_PRESETS[preset].size;
}

function unknown(path: string, what: string, flag: string): AttganError {
  return new AttganError(
    `${path} does not say ${what}. Put its setting.txt or settings.yml beside it, or give ${flag} or --set preset=pytorch-128.`,
  );
}

/** Options that were given, of those that the settings also have. */
function defined({ skips, injects, slope, normEpsilon }: ImportOptions): object {
  const given = Object.entries({ skips, injects, slope, normEpsilon });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
