/** Plain JSON of any depth. */
export type Loose = Readonly<Record<string, unknown>>;

/** What an experiment chose for a part: a definition's name and its options. */
export interface Chosen {
  readonly name: string;
  readonly [option: string]: unknown;
}

/**
 * The validated configuration that names every definition and its options, defaults filled in. Plain JSON. Besides the parts that
 * every experiment has, it holds those that its method uses, by kind: `generator`, `critic`, …
 */
export interface Experiment {
  readonly method: Chosen;
  readonly data: Chosen;
  readonly backend: Chosen;
  readonly [part: string]: unknown;
  /** Packages or paths of plugins that are needed to train it. */
  readonly plugins: readonly string[];
  /** Weights of terms, by the term's name, or `player/term`. */
  readonly weights: Readonly<Record<string, number>>;
  /** Terms to leave out, by name. */
  readonly without: readonly string[];
  /** What `trainOptions` of `@attgan/training` describes. */
  readonly train: Loose;
}

/** What the experiment chose for a part: one definition, as many as were listed, or none where it has no such part. */
export function chosenFor(experiment: Loose, kind: string): readonly Chosen[] {
  const part = experiment[kind];
  if (part === undefined) return [];
  return Array.isArray(part) ? (part as readonly Chosen[]) : [part as Chosen];
}

/** A part's options without its name. */
export function optionsOf({ name: _, ...options }: Chosen): Loose {
  return options;
}
