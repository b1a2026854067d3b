import { z } from 'zod';
import type { ClusterPlace } from './cluster.ts';
import type { DefinitionBase } from './definition.ts';
import type { GeneratorRunner } from './generator-runtime.ts';
import { parseOptions } from './parse-options.ts';

/** What a backend promises. The conformance cases check every promise. */
export interface BackendTraits {
  /** Convolution gradients exist, so networks can be trained here. */
  readonly training: boolean;
  /** Gradients of gradients work, so a gradient penalty can train here. */
  readonly secondOrder: boolean;
  /** Where tensors live. */
  readonly device: 'cpu' | 'gpu';
  /** Rank among the backends that run on a machine: `auto` takes the highest. */
  readonly speed: number;
  /**
   * Present where it runs the generators of models and nothing else: another backend is opened beneath it and computes the rest, such
   * as reading labels. `auto` never takes one.
   */
  readonly only?: 'generators';
  /**
   * Present where several processes can train together: `open` then takes a place among them, and sets a `communicator` of
   * `@attgan/kernels` on its backend of TensorFlow.js.
   */
  readonly cluster?: true;
}

/** An open backend. tfjs has one current backend per process, so at most one is open at a time. */
export interface Backend {
  readonly name: string;
  /** One line that describes what computes: library, version, device, threads. */
  readonly description: string;
  /** Runs the generators of models outside of TensorFlow.js; absent where they run as its kernels. */
  readonly generators?: GeneratorRunner;
  /** Where it says what a user should know while it computes, such as why something takes longer than it could; nowhere until called. */
  reportTo?(report: (line: string) => void): void;
  /** Resolves with why when the device is gone without having been closed; absent where none can go. Tensors are lost with it. */
  readonly lost?: Promise<string>;
  close(): Promise<void>;
}

export interface BackendDefinition extends DefinitionBase<'backend', z.ZodType> {
  readonly traits: BackendTraits;
  /** Why this machine cannot run it, and how to fix that; undefined when it can. Loads nothing heavy. */
  whyUnavailable(): Promise<string | undefined>;
  /**
   * Its rank on this machine if that is below `traits.speed`, and why, such as `its GPU is emulated in software`; undefined if
   * `traits.speed` applies. Called only if the backend can run. Absent if `traits.speed` always applies.
   */
  slowerHere?(): Promise<{ readonly speed: number; readonly why: string } | undefined>;
  /**
   * Makes it tfjs's current backend, unless it runs generators only. `options` has passed the schema. With a place it waits for
   * the other processes; none is given to a backend that does not promise `cluster`.
   */
  open(options: unknown, place?: ClusterPlace): Promise<Backend>;
  /** Fetches or builds what the backend needs, reporting a line at a time; absent where nothing is needed. */
  install?(request: InstallRequest): Promise<void>;
}

export interface InstallRequest {
  readonly cuda: boolean;
  /** Installs again even when everything is in place. */
  readonly force: boolean;
  report(line: string): void;
}

/** Types `open` by its own schema, and checks options before `open` sees them. @throws UsageError that names the first wrong one */
export function defineBackend<Schema extends z.ZodType>(
  definition: Omit<BackendDefinition, 'kind' | 'options' | 'open'> & {
    readonly options: Schema;
    open(options: z.output<Schema>, place?: ClusterPlace): Promise<Backend>;
  },
): BackendDefinition {
  return {
    ...definition,
    kind: 'backend',
    open: async (options, place) => definition.open(parseOptions(definition.options, options, 'backend'), place),
  };
}
