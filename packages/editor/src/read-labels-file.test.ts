import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLabelsFile } from './read-labels-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-labels-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(lines: readonly string[], attributes = ['Young', 'Bald']) {
  const path = join(folder, 'attr');
  await writeFile(path, lines.join('\n'));
  return readLabelsFile(path, attributes);
}

test('both layouts give the wanted columns, in the order asked for', async () => {
  const expected = new Map([
    ['b.jpg', Uint8Array.of(1, 0)],
    ['a.jpg', Uint8Array.of(0, 1)],
  ]);
  expect(await read(['2', 'Bald Male Young ', 'b.jpg -1  1  1', 'a.jpg  1 -1 -1', ''])).toEqual(expected);
  expect(await read(['\uFEFFimage_id,Bald,Male,Young\r', 'b.jpg,-1,1,1\r', 'a.jpg,1,-1,-1\r', ''])).toEqual(expected);
});

test.each([
  ['a wrong count', ['3', 'Bald Young', 'a.jpg 1 1'], /line 1: says 3 images but 1 lines follow/],
  ['no count', ['Bald Young', 'a.jpg 1 1'], /line 1: expected the number of images/],
  ['nothing in it', [''], /line 1: expected the number of images/],
  ['a column missing', ['1', 'Bald Male', 'a.jpg 1 1'], /has no column "Young", which the model needs/],
  ['a short line', ['image_id,Bald,Young', 'a.jpg,1'], /line 2: expected an image name and 2 labels, found 2 columns/],
  ['a label of 0', ['image_id,Bald,Young', 'a.jpg,1,0'], /line 2: the label "Young" is "0", expected 1 or -1/],
  ['an image twice', ['2', 'Bald Young', 'a.jpg 1 1', 'a.jpg 1 1'], /line 4: lists "a.jpg" a second time/],
  ['another header', ['file,Bald,Young', 'a.jpg,1,1'], /line 1: expected a header that starts with "image_id"/],
])('a file with %s is an error that says where', async (_, lines, message) => {
  const error: unknown = await read(lines).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttganError);
  expect((error as Error).message).toMatch(message);
});

test('a file that is missing is an error in one line', async () => {
  await expect(readLabelsFile(join(folder, 'none.txt'), ['Bald'])).rejects.toThrow(
    /Cannot read .*none\.txt: there is no/,
  );
});
