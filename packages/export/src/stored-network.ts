import type { ModelCard, NamedOptions } from '@attgan/formats';
import type { StoredValues } from '@attgan/kernels';

/** A generator as a model holds it. */
export interface StoredNetwork {
  readonly generator: NamedOptions;
  /** Length of the code. */
  readonly attributes: number;
  /** By flat names, `generator/params/…` and `generator/state/…`; others are not looked at. */
  readonly tensors: ReadonlyMap<string, StoredValues>;
  /** Begins messages: `The model runs/faces/model`. */
  readonly describe: string;
}

/** The generator of a model. */
export function networkOf(
  { generator, attributes }: Pick<ModelCard, 'generator' | 'attributes'>,
  tensors: StoredNetwork['tensors'],
  describe: string,
): StoredNetwork {
  return { generator, attributes: attributes.length, tensors, describe };
}
