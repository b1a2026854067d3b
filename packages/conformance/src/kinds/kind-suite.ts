import type { BackendTraits, DefinitionKinds, Kind } from '@attgan/core';
import type { NetworkChoices } from './network-choices.ts';
import type { Deviation, Need } from '../case.ts';

/** What a definition is checked with. Everything has a default that is small enough for tests. */
export interface ConformanceSetting {
  /** The definition's options, as a user writes them; its defaults unless given. */
  readonly options?: unknown;
  /** Names of the attributes that networks and methods are made for. */
  readonly attributes?: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Height and width of images, pixels, for definitions that take images of any size. */
  readonly size?: number;
  /** What the current backend is capable of; everything unless said otherwise. */
  readonly traits?: Pick<BackendTraits, 'training' | 'secondOrder'>;
  /** Of methods: the networks they play with; small ones of AttGAN unless given. */
  readonly networks?: NetworkChoices;
  /** Of methods: other parts, by kind, in place of plain ones; for kinds of others the only ones. */
  readonly parts?: Readonly<Record<string, unknown>>;
}

/** Something that holds for every definition of a kind. Plain data and one function: no test runner is needed to run it. */
export interface KindCase<Subject> {
  readonly group: string;
  /** Unique within the group. */
  readonly name: string;
  /** What the backend must be capable of; anything opens where absent. */
  readonly needs?: Exclude<Need, 'opening' | 'generators'>;
  /** How large a deviation is still right; 0 where absent. */
  readonly tolerance?: number;
  /** Why the case does not apply, such as an optional function that the definition does not have; undefined where it does. */
  without?(subject: Subject): string | undefined;
  /** Leaves no tensors behind. @throws Error that says what is wrong */
  run(subject: Subject): Promise<Deviation | void>;
}

/** The cases of one kind of definition, and what they look at. */
export interface KindSuite<K extends Kind = Kind, Subject = unknown> {
  readonly kind: K;
  /** Whether cases compute on TensorFlow.js's current backend. */
  readonly tensors: boolean;
  readonly cases: readonly KindCase<Subject>[];
  /** Makes what the cases look at. */
  open(definition: DefinitionKinds[K], setting: ConformanceSetting): Promise<Subject>;
  close?(subject: Subject): Promise<void>;
}

/** What most suites look at: the definition, its options and the setting. */
export interface Described<K extends Kind> {
  readonly definition: DefinitionKinds[K];
  readonly options: unknown;
  readonly setting: ConformanceSetting;
}

/** Attributes that networks are made for unless a setting names others. */
export const ATTRIBUTES = ['Bangs', 'Bald', 'Young'];
export const EXCLUSIVE = [['Bangs', 'Bald']];
/** Height and width of images unless a setting says otherwise, pixels. */
export const SIZE = 32;

/** Cases of one group, from their names and what they do. */
export function casesIn<Subject>(
  group: string,
  runs: Readonly<Record<string, KindCase<Subject>['run'] | Omit<KindCase<Subject>, 'group' | 'name'>>>,
  common: Pick<KindCase<Subject>, 'needs' | 'without'> = {},
): KindCase<Subject>[] {
  return Object.entries(runs).map(([name, run]) => ({
    ...common,
    group,
    name,
    ...(typeof run === 'function' ? { run } : run),
  }));
}
