import type { Backend, ClusterPlace, Dataset } from '@attgan/core';
import { chooseBackend } from './choose-backend.ts';
import { optionsOf, type Chosen } from './experiment.ts';
import { openBackend } from './open-backend.ts';
import type { Registries } from './registries.ts';
import { IN_SILENCE } from './watch.ts';

/** What every experiment opens. */
export interface Sources {
  readonly dataset: Dataset;
  readonly backend: Backend;
  /** Why this backend computes. */
  readonly reason: string;
  /** Closes both. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens the data and the backend that were chosen, and says so.
 * @param size height and width of the images, pixels
 * @param place of this process among those that train together; alone where absent
 */
export async function openSources(
  chosen: { readonly data: Chosen; readonly backend: Chosen },
  registries: Registries,
  size: number,
  report: (line: string) => void = IN_SILENCE,
  place?: ClusterPlace,
): Promise<Sources> {
  const { data, backend: named } = chosen;
  const choice = await chooseBackend(named.name, registries.of('backend'));
  // The data first: a wrong path should be reported before a backend is loaded.
  const dataset = await registries.of('data').get(data.name).open(optionsOf(data), { size, report });
  let backend: Backend;
  try {
    backend = await openBackend(choice, optionsOf(named), report, place);
  } catch (error) {
    await dataset.close();
    throw error;
  }
  report(`Backend ${backend.name} (${choice.reason}): ${backend.description}.`);
  report(`Data: ${dataset.description}.`);
  let closed: Promise<void> | undefined;
  return {
    dataset,
    backend,
    reason: choice.reason,
    close: () => (closed ??= backend.close().finally(() => dataset.close())),
  };
}
