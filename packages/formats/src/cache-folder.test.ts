import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

afterEach(() => vi.unstubAllEnvs());

/** The folder with these variables and no others of its own. */
function folderWith(variables: Readonly<Record<string, string>>): string {
  for (const name of ['ATTGAN_CACHE', 'XDG_CACHE_HOME', 'HOME']) vi.stubEnv(name, variables[name]);
  return cacheFolder('packs');
}

test('ATTGAN_CACHE goes before XDG_CACHE_HOME, and that before the home folder', () => {
  expect(folderWith({ ATTGAN_CACHE: '/a', XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe('/a/attgan/packs');
  expect(folderWith({ ATTGAN_CACHE: '', XDG_CACHE_HOME: '/x', HOME: '/h' })).toBe('/x/attgan/packs');
  expect(folderWith({ HOME: '/h' })).toBe('/h/.cache/attgan/packs');
});

test.each([{ HOME: '' }, { HOME: '.' }, { HOME: '', XDG_CACHE_HOME: 'here' }])(
  'with %j the cache is in the home folder that the system knows, never in the current one',
  (variables) => {
    const folder = folderWith(variables);
    expect(isAbsolute(folder)).toBe(true);
    expect(folder).toBe(join(userInfo().homedir, '.cache', 'attgan', 'packs'));
  },
);
