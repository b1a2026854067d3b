import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What the service worker is called. Its place says which pages it keeps. */
export const SERVICE_WORKER = 'sw.js';

/** Tells the service worker which files there are; '' is the page itself. */
export function offline(): Plugin {
  let folder = '';
  return {
    name: 'attgan:offline',
    enforce: 'post',
    configResolved({ publicDir }) {
      folder = publicDir;
    },
    generateBundle(_, bundle) {
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== 'chunk') this.error(`${SERVICE_WORKER} is missing.`);
      const own = readdirSync(folder, { recursive: true }).map((file) => join(String(file)).replaceAll('\\', '/'));
      const files = ['', ...Object.keys(bundle).filter((file) => file !== SERVICE_WORKER), ...own].toSorted();
      const hash = createHash('sha256').update(files.join('\n'));
      for (const chunk of Object.values(bundle)) if (chunk.type === 'asset') hash.update(chunk.source);
      worker.code = worker.code
        .replace('__FILES__', JSON.stringify(files))
        .replace('__VERSION__', hash.digest('hex').slice(0, 16));
    },
  };
}
