import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { avatars } from './avatars.ts';

const OPTIONS = { seed: 11, cache: 'off' };
const INDICES = [0, 1, 2, 999];

/** Loads the sources in a process of its own and prints the digest of the same faces. */
const CHILD = `
  import { createHash } from 'node:crypto';
  import { createViteServer } from 'vitest/node';
  const server = await createViteServer({
    configFile: false, logLevel: 'error', server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true }, ssr: { resolve: { conditions: ['@attgan/source', 'node', 'import', 'default'] } },
  });
  const { avatars } = await server.ssrLoadModule('/src/avatars.ts');
  const data = await avatars.open(${JSON.stringify(OPTIONS)}, { size: 64, report() {} });
  const { pixels } = await data.load('test', ${JSON.stringify(INDICES)});
  console.log(createHash('sha256').update(pixels).digest('hex'));
  await server.close();
`;

test('another process draws the same pixels', async () => {
  const data = await avatars.open(OPTIONS, { size: 64, report() {} });
  const { pixels } = await data.load('test', INDICES);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', CHILD], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  expect(stdout.trim()).toBe(createHash('sha256').update(pixels).digest('hex'));
});
