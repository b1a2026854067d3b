import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AttganError } from '@attgan/core';

/**
 * The folder of the built page.
 * @throws AttganError where it was not built, as in a clone whose installation was interrupted
 */
export function findSite(): string {
  const site = join(dirname(createRequire(import.meta.url).resolve('@attgan/web/package.json')), 'dist/site');
  if (existsSync(join(site, 'index.html'))) return site;
  throw new AttganError(`The page is not built: ${site} has no index.html. Run npm run build:site in the repository.`);
}
