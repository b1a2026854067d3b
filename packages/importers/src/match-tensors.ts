import { AttganError } from '@attgan/core';
import type { StoredTensor, TensorToWrite } from '@attgan/formats';
import { flatten, type NetworkWeights, type Tree, type Weight } from '@attgan/kernels';
import type { Dialect } from './dialects/dialect.ts';

/** How many of each kind of trouble are named. */
const NAMED = 3;

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A network of ours, and where its tensors go in a model. */
export interface Wanted {
  /** Begins the names in the model: `generator`. */
  readonly prefix: string;
  readonly weights: NetworkWeights | Tree<Weight>;
  /** Of the feature map that dense layers take; 0 where there are none. */
  readonly channels: number;
}

/**
 * The tensors of a network, in our layout and under our names.
 * @param tensors those of this network in the file
 * @throws AttganError in one line that names what is missing, of another shape, or more than the network has, with the shapes in
 *   the file's layout; and what is not finite
 */
export function matchTensors(
  { prefix, weights, channels }: Wanted,
  tensors: Tensors,
  dialect: Dialect,
  file: string,
): (readonly [string, TensorToWrite])[] {
  const expected = flatten<Weight>(weights as Tree<Weight>);
  const inNetwork = ([name]: readonly [string, Weight]): string => name.replace(/^(params|state)\//, '');
  const names = dialect.names(expected.map(inNetwork));
  const nameOf = (entry: readonly [string, Weight]): string => names.get(inNetwork(entry)) as string;
  check(
    new Map(expected.map((entry) => [nameOf(entry), dialect.theirShape(entry[1].shape)])),
    new Map([...tensors].filter(([name]) => !dialect.ignores(name))),
    `${file} does not fit the ${prefix}`,
  );
  return expected.map((entry) => {
    const [name] = entry;
    const { shape, values } = tensors.get(nameOf(entry)) as StoredTensor;
    const stored = { shape, values: values() };
    if (!stored.values.every(Number.isFinite)) {
      throw new AttganError(`${file} has values in ${nameOf(entry)} that are not finite: its training diverged.`);
    }
    return [`${prefix}/${name}`, dialect.toOurs(stored, name.endsWith('hidden/kernel') ? channels : 0)] as const;
  });
}

function check(expected: ReadonlyMap<string, readonly number[]>, found: Tensors, begin: string): void {
  const missing = [...expected].filter(([name]) => !found.has(name)).map(([name, shape]) => `${name} ${textOf(shape)}`);
  const extra = [...found]
    .filter(([name]) => !expected.has(name))
    .map(([name, { shape }]) => `${quote(name)} ${textOf(shape)}`);
  const misshapen = [...expected].flatMap(([name, shape]) => {
    const tensor = found.get(name);
    if (tensor === undefined || tensor.shape.join() === shape.join()) return [];
    return [`${name} ${textOf(tensor.shape)} instead of ${textOf(shape)}`];
  });
  const troubles = [listed('missing', missing), listed('misshapen', misshapen), listed('extra', extra)].filter(Boolean);
  if (troubles.length === 0) return;
  throw new AttganError(`${begin}: ${troubles.join('; ')}. Are the settings those of this file?`);
}

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${what} ${names.slice(0, NAMED).join(', ')}${more}`;
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 80)).slice(1, -1);
}

function textOf(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
