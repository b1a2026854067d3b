import type { ServiceIdentifier } from 'inversify';
import type { Backend, BackendDefinition } from './backend.ts';
import { chooseBackend, type BackendChoice } from './choose-backend.ts';
import type { Dataset } from './data.ts';
import type { DefinitionKinds } from './definition.ts';
import { optionsOf, type Experiment } from './experiment.ts';
import { parseOptions } from './parse-options.ts';
import type { Registry } from './registry.ts';

// The composition root: the one place that binds an experiment to what it named. Everything it calls is an ordinary
// function with ordinary arguments, and nothing else sees the container.

declare const VALUE: unique symbol;
/** A service identifier that remembers the type of what it stands for. */
type Token<T> = symbol & { readonly [VALUE]?: T };
const token = <T>(name: string): Token<T> => Symbol.for(`attgan/${name}`) as Token<T>;

const EXPERIMENT = token<Experiment>('experiment');
const CHOICE = token<BackendChoice>('backend choice');
const BACKEND = token<Backend>('backend');
const DATASET = token<Dataset>('dataset');

export interface Composition {
  readonly backend: Backend;
  /** Why this backend computes. */
  readonly reason: string;
  readonly dataset: Dataset;
  /** Closes what was opened, in reverse order. */
  close(): Promise<void>;
}

export interface CompositionParts {
  readonly backends: Registry<BackendDefinition>;
  readonly data: Registry<DefinitionKinds['data']>;
  /** Height and width of the images wanted, pixels. */
  readonly size: number;
  report(line: string): void;
}

/** Opens the backend and the data source that the experiment names. */
export async function compose(experiment: Experiment, parts: CompositionParts): Promise<Composition> {
  // Loaded late: it takes longer to load than all the rest of this package.
  const { Container } = await import('inversify');
  const container = new Container({ jitless: true, defaultScope: 'Singleton' } as ConstructorParameters<
    typeof Container
  >[0]);
  const provide = <T, D extends readonly unknown[]>(
    target: Token<T>,
    dependencies: { [K in keyof D]: Token<D[K]> },
    make: (...values: D) => T | Promise<T>,
  ): void => {
    container
      .bind<T>(target as ServiceIdentifier<T>)
      .toResolvedValue(make as unknown as () => T, [...dependencies] as ServiceIdentifier[] as never)
      .inSingletonScope();
  };
  container.bind<Experiment>(EXPERIMENT as ServiceIdentifier<Experiment>).toConstantValue(experiment);
  provide<BackendChoice, [Experiment]>(CHOICE, [EXPERIMENT], ({ backend }) =>
    chooseBackend(backend.name, parts.backends),
  );
  provide<Backend, [Experiment, BackendChoice]>(BACKEND, [EXPERIMENT, CHOICE], ({ backend }, { definition }) =>
    // Again, because `auto` took its options before it was known whose they are.
    definition.open(parseOptions(definition.options, optionsOf(backend), 'backend')),
  );
  provide<Dataset, [Experiment]>(DATASET, [EXPERIMENT], ({ data }) =>
    parts.data.get(data.name).open(optionsOf(data), { size: parts.size, report: parts.report }),
  );
  const { reason } = await container.getAsync<BackendChoice>(CHOICE as ServiceIdentifier<BackendChoice>);
  // The data first: a wrong path should be told before a backend is loaded.
  const dataset = await container.getAsync<Dataset>(DATASET as ServiceIdentifier<Dataset>);
  const backend = await container.getAsync<Backend>(BACKEND as ServiceIdentifier<Backend>).catch(async (error) => {
    await dataset.close();
    throw error;
  });
  return {
    backend,
    reason,
    dataset,
    async close() {
      await backend.close().finally(() => dataset.close());
    },
  };
}
