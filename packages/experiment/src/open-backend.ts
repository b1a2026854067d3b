import { parseOptions, type Backend } from '@attgan/core';
import type { BackendChoice } from './choose-backend.ts';

/**
 * Opens the backend that was chosen, and what computes beneath it. `report` is told what they have to say while they compute.
 * @throws UsageError for options that it does not take, AttganError where it cannot open
 */
export async function openBackend(
  { definition, beneath }: BackendChoice,
  options: unknown,
  report?: (line: string) => void,
): Promise<Backend> {
  // Checked here, because `auto` took its options before it was known whose they are.
  const parsed = parseOptions(definition.options, options, 'backend');
  const below = beneath === undefined ? undefined : await openBackend(beneath, {}, report);
  let backend: Backend;
  try {
    backend = await definition.open(parsed);
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
