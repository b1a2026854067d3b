import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nestingOf } from './nesting.ts';
import { LARGEST_JSON, readJson } from './read-json.ts';

let path = '';
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'attgan-json-')), 'card.json');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

test.each([
  ['{"a":[1,{"b":[]}]}', 4],
  ['"[[[["', 0],
  ['["\\"[", "\\\\", []]', 2],
  ['[[[', 3],
  ['', 0],
])('%s is nested %i deep', (text, depth) => {
  expect(nestingOf(new TextEncoder().encode(text))).toBe(depth);
});

test('fifteen million brackets are refused before they are parsed', async () => {
  await writeFile(path, '['.repeat(15_000_000));
  const before = process.memoryUsage().rss;
  await expect(readJson(path)).rejects.toThrow(
    'card.json nests lists and objects 15000000 deep, over the limit of 64.',
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});

test('a file that is too large is refused before it is read', async () => {
  await writeFile(path, '');
  await truncate(path, LARGEST_JSON + 1);
  await expect(readJson(path)).rejects.toThrow(/card\.json has 16777217 bytes, over the limit of 16 MiB/);
});

test('what is no JSON is said in one line, and what is comes back', async () => {
  await writeFile(path, '{"a":\n\n1,}');
  const error: unknown = await readJson(path).catch((thrown: unknown) => thrown);
  expect((error as Error).message).toMatch(/^[^\n]*card\.json is not JSON: [^\n]+$/);
  await writeFile(path, '{"a": [1]}');
  expect(await readJson(path)).toEqual({ a: [1] });
});
