import type { DefinitionKinds, Kind, PartKind, PartValues } from './definition.ts';

/** A definition that an experiment names, with its options, which have passed the definition's schema. */
export interface ChosenDefinition<K extends Kind> {
  readonly definition: DefinitionKinds[K];
  readonly options: unknown;
}

/** What is known when the parts of an experiment are made. */
export interface PartSetting {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  /** Iterations that the experiment trains. */
  readonly iterations: number;
  /** The kinds whose parts the method uses. */
  readonly uses: readonly string[];
  /** A part made before. @throws Error for a kind that is not among `needs` */
  part<K extends PartKind>(kind: K): PartValues[K];
}

/** What `resolve` of a kind returns. */
export type PartOf<K extends Kind> = K extends PartKind ? PartValues[K] : never;

interface CommonKind<K extends Kind> {
  readonly kind: K;
  /** One line for `attgan plugins` and the docs: what a definition of this kind gives. */
  readonly summary: string;
}

/** What a part takes from others that were chosen. */
export interface Inheritance {
  /** Kinds of single parts, which are resolved before; one that the experiment does not have is left out. */
  readonly from: readonly PartKind[];
  /** The options; those that the chosen definition's schema does not know are dropped. */
  options(chosen: Readonly<Partial<{ [K in PartKind]: ChosenDefinition<K> }>>): Readonly<Record<string, unknown>>;
}

interface PartCommon<K extends Kind> extends CommonKind<K> {
  /** Who uses the part: every experiment, or (when absent) methods that list the kind in `uses`. */
  readonly usedBy?: 'everyone' | 'method';
  /** Kinds whose parts have to be made before, because `resolve` reads them. */
  readonly needs?: readonly PartKind[];
  /** Options that follow from other parts unless they are given. */
  readonly inherits?: Inheritance;
}

/** An experiment names one definition of the kind, `{ name, ...options }`. */
export interface SinglePart<K extends Kind = Kind> extends PartCommon<K> {
  readonly part: 'one';
  /** Name of the default definition, which the method or the user can replace. */
  readonly default: string;
  /**
   * Makes the part. Absent for parts that are opened and closed, the backend and the data, and for the method, which is made of the
   * other parts.
   */
  resolve?(chosen: ChosenDefinition<K>, setting: PartSetting): PartOf<K>;
}

/** An experiment names any number of definitions of the kind, in the order in which they apply; none by default. */
export interface ListedPart<K extends Kind = Kind> extends PartCommon<K> {
  readonly part: 'list';
  resolve(chosen: readonly ChosenDefinition<K>[], setting: PartSetting): PartOf<K>;
}

/** Definitions of the kind are named by commands, as `attgan evaluate --metric NAME` does, and by no experiment. */
export interface FreeKind<K extends Kind = Kind> extends CommonKind<K> {
  readonly part: 'none';
}

/**
 * What a kind of definition is in an experiment. Flags, the experiment's schema, registries, `attgan plugins` and the docs derive
 * from the list of kinds, so that any plugin can bring one.
 */
export type KindDefinition<K extends Kind = Kind> = SinglePart<K> | ListedPart<K> | FreeKind<K>;
