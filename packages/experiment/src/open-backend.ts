import { parseOptions, type Backend } from '@attgan/core';
import type { BackendChoice } from './choose-backend.ts';

/** Opens the backend that was chosen. @throws UsageError for options that it does not take, AttganError where it cannot open */
export async function openBackend({ definition }: BackendChoice, options: unknown): Promise<Backend> {
  // Checked here, because `auto` took its options before it was known whose they are.
  const backend = await definition.open(parseOptions(definition.options, options, 'backend'));
  let closed: Promise<void> | undefined;
  return { ...backend, close: () => (closed ??= backend.close()) };
}
