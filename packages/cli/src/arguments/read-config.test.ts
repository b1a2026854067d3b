import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from './read-config.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-config-'));
  for (const each of ['own', 'shared']) await mkdir(join(folder, each));
  vi.stubEnv('TMPDIR', join(folder, 'shared'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('a configuration in TypeScript is read without putting code where other users could exchange it', async () => {
  await writeFile(
    join(folder, 'own', 'game.ts'),
    'enum Size { Small = 32 }\nexport default { train: { batch: Size.Small } };',
  );
  expect(await readConfig('game.ts', join(folder, 'own'))).toEqual({ train: { batch: 32 } });
  await writeFile(join(folder, 'own', 'game.json'), '{ "train": { "batch": 4 } }');
  expect(await readConfig('game.json', join(folder, 'own'))).toEqual({ train: { batch: 4 } });
  expect(await readdir(join(folder, 'shared'))).toEqual([]);
});
