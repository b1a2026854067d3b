import type { NetworkTensors, TensorTree } from '@attgan/kernels';
import type { Critic, Generator } from '@attgan/nets';

/** Networks with the values a model has for them. */
export interface Networks {
  readonly generator: Generator;
  readonly weights: NetworkTensors;
  readonly critic?: { readonly critic: Critic; readonly params: TensorTree };
}
