import { homedir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicPaths } from './public-paths.ts';

const HERE = '/home/Jane Doe/faces';

test.each([
  ['/home/Jane Doe/faces/data/celeba', 'data/celeba'],
  ['/home/Jane Doe/other/celeba', 'celeba'],
  ['/data/celeba/', 'celeba'],
  ['/celeba', 'celeba'],
  ['C:\\Users\\Jane\\celeba', 'celeba'],
  ['file:///data/plugin.js', 'plugin.js'],
  [
    'CelebA: 9 images packed in /home/Jane Doe/faces/cache/x1, crop 170',
    'CelebA: 9 images packed in cache/x1, crop 170',
  ],
  [
    'CelebA: 9 images decoded from /mnt/photos/celeba, area to 64 pixels',
    'CelebA: 9 images decoded from celeba, area to 64 pixels',
  ],
  ['see "/etc/attgan.json" (/srv/x)', 'see "attgan.json" (x)'],
  [
    'more than 8/255, and/or 3 / 4 at https://example.org/a/b',
    'more than 8/255, and/or 3 / 4 at https://example.org/a/b',
  ],
  ['/mnt/home/Jane Doe/faces/x', 'x'],
])('%s is shown as %s', (text, expected) => {
  expect(publicPaths(text, HERE)).toBe(expected);
});

test('what lies in the home folder loses it, wherever in a value it stands', () => {
  const value = {
    data: [{ root: join(homedir(), 'my photos') }, `read from ${join(homedir(), 'photos')}`],
    seed: 3,
    no: null,
  };
  expect(publicPaths(value, HERE)).toEqual({ data: [{ root: 'my photos' }, 'read from photos'], seed: 3, no: null });
});

test('values without paths stay as they are', () => {
  const plain = fc.jsonValue().filter((value) => !/[/\\]/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(plain, (value) => {
      expect(publicPaths(value, HERE)).toEqual(value);
    }),
  );
});
