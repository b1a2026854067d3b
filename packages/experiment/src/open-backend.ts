import { parseOptions, UsageError, type Backend, type ClusterPlace } from '@attgan/core';
import type { BackendChoice } from './choose-backend.ts';

/**
 * Opens the backend that was chosen, and what computes beneath it. `report` is told what they have to say while they compute.
 * @param place of this process among those that train together; alone where absent
 * @throws UsageError for options that it does not take or where it trains in one process only, AttganError where it cannot open
 */
export async function openBackend(
  { definition, beneath }: BackendChoice,
  options: unknown,
  report?: (line: string) => void,
  place?: ClusterPlace,
): Promise<Backend> {
  if (place !== undefined && definition.traits.cluster !== true) {
    throw new UsageError(
      `The backend ${definition.name} trains in one process only: leave --cluster out, or choose --backend tensorflow.`,
    );
  }
  // Checked here, because `auto` took its options before it was known whose they are.
  const parsed = parseOptions(definition.options, options, 'backend');
  const below = beneath === undefined ? undefined : await openBackend(beneath, {}, report);
  let backend: Backend;
  try {
    backend = await definition.open(parsed, place);
  } catch (error) {
    await below?.close();
    throw error;
  }
  if (report !== undefined) backend.reportTo?.(report);
  const description =
    below === undefined ? backend.description : `${backend.description}; the rest by ${below.description}`;
  let closed: Promise<void> | undefined;
  return { ...backend, description, close: () => (closed ??= backend.close().finally(() => below?.close())) };
}
