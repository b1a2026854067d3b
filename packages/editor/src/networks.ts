import type { GeneratorRuntime } from '@attgan/core';
import type { NetworkTensors, TensorTree } from '@attgan/kernels';
import type { Critic, Generator, PreparedDecoder } from '@attgan/nets';
import type { LabelReader } from './editor.ts';

/** Networks with the values a model has for them. */
export interface Networks {
  readonly generator: Generator;
  /** What runs the generator: its own functions on these tensors, or a runtime of its own. */
  readonly run:
    | { readonly weights: NetworkTensors; readonly decoder: PreparedDecoder }
    | { readonly runtime: GeneratorRuntime };
  /** Opened when labels are first read. */
  readonly reader?: { open(): Promise<LabelReader>; dispose(): void };
  readonly critic?: { readonly critic: Critic; readonly params: TensorTree };
}
