import type { Backend } from '@attgan/core';
import { chooseBackend, openBackend, optionsOf, resolveSome, type Chosen, type Registries } from '@attgan/experiment';
import type { Output } from '../output.ts';
import { sourceLayers } from './experiment-flags.ts';
import type { Flags } from './flags.ts';

/** The backend that --backend and --backend.OPTION mean. @throws UsageError for what is unknown */
export function openableBackend(flags: Flags, registries: Registries): Chosen {
  return resolveSome(['backend'], sourceLayers(flags, ['backend'], registries), registries).backend;
}

/** Opens it, and says which it is and why. */
export async function openBackendOf(flags: Flags, output: Output, registries: Registries): Promise<Backend> {
  const chosen = openableBackend(flags, registries);
  const choice = await chooseBackend(chosen.name, registries.of('backend'));
  const backend = await openBackend(choice, optionsOf(chosen), (line) => output.report(line));
  output.report(`Backend ${backend.name} (${choice.reason}): ${backend.description}.`);
  return backend;
}
