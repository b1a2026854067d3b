import { readFileSync } from 'node:fs';

/** The version of attgan, which results may depend on. */
export const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly version: string };
