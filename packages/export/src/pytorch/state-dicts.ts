import { AttganError, parseOptions } from '@attgan/core';
import {
  criticOptions,
  criticSpec,
  generatorOptions,
  generatorSpec,
  pytorchNames,
  toPytorchLayout,
  type ShapedValues,
} from '@attgan/nets';
import type { ModelToExport } from '../definitions.ts';
import { unusualDecoder } from '../unusual-decoder.ts';

/** Tensors by PyTorch's names, in PyTorch's layout. */
export type StateDict = ReadonlyMap<string, ShapedValues>;

/** The state dict of the generator, as the common PyTorch program has it. @throws AttganError for networks that it has no names for */
export function generatorStateDict(model: ModelToExport): StateDict {
  const { generator } = model.card;
  if (generator.name !== 'attgan') {
    throw new AttganError(
      `The model ${model.folder} has the generator "${generator.name}"; PyTorch's AttGAN holds the generator "attgan" only.`,
    );
  }
  const spec = generatorSpec(parseOptions(generatorOptions, generator.options, 'generator'));
  const unusual = unusualDecoder(spec);
  if (unusual !== undefined)
    throw new AttganError(`The model ${model.folder} ${unusual}, which PyTorch's AttGAN cannot.`);
  return stateDict(model, 'generator', 0);
}

/** The state dict of the critic where the model has AttGAN's. */
export function criticStateDict(model: ModelToExport): StateDict | undefined {
  const { critic } = model.card;
  if (critic?.name !== 'attgan') return undefined;
  const { layers } = criticSpec(parseOptions(criticOptions, critic.options, 'critic'));
  return stateDict(model, 'critic', layers.at(-1)?.filters ?? 0);
}

function stateDict({ tensors }: ModelToExport, network: 'generator' | 'critic', trunkChannels: number): StateDict {
  const pattern = new RegExp(`^${network}/(?:(?:params|state)/)?`);
  const own = [...tensors].filter(([name]) => name.startsWith(`${network}/`));
  const names = pytorchNames(own.map(([name]) => name.replace(pattern, '')));
  return new Map(
    own.map(([name, { shape, values }]) => {
      const short = name.replace(pattern, '');
      const channels = short.endsWith('hidden/kernel') ? trunkChannels : 0;
      return [names.get(short) as string, toPytorchLayout({ shape, values: values() }, channels)];
    }),
  );
}
