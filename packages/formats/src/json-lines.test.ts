import { appendFile, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { appendJsonLine, readJsonLines, truncateJsonLines } from './json-lines.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-lines-'));
  path = join(folder, 'metrics.jsonl');
});

const before = (step: number) => (record: unknown) => (record as { step: number }).step < step;

test('appended records are read back in order', async () => {
  for (let step = 0; step < 5; step++) await appendJsonLine(path, { step, text: 'a\nb' });
  expect(await readJsonLines(path)).toEqual(Array.from({ length: 5 }, (_, step) => ({ step, text: 'a\nb' })));
  expect((await readFile(path, 'utf8')).split('\n').length).toBe(6);
});

test('truncating removes the refused records and keeps the rest byte for byte', async () => {
  await writeFile(path, '{"step": 1}\n{"step":2,  "x": 0.10}\n{"step":3}\n');
  expect(await truncateJsonLines(path, before(3))).toBe(1);
  expect(await readFile(path, 'utf8')).toBe('{"step": 1}\n{"step":2,  "x": 0.10}\n');
  expect(await readdir(folder)).toEqual(['metrics.jsonl']);
});

test('a half-written last line is not a record, and goes when truncating', async () => {
  await writeFile(path, '{"step":1}\n{"step":2}\n{"st');
  expect(await readJsonLines(path)).toEqual([{ step: 1 }, { step: 2 }]);
  expect(await truncateJsonLines(path, () => true)).toBe(0);
  expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n');
});

test('appending after a half-written line drops it', async () => {
  await writeFile(path, '{"step":1}\n{"st');
  await appendJsonLine(path, { step: 2 });
  expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n');
});

test('a whole last line without its line end is kept', async () => {
  await writeFile(path, '{"step":1}');
  await appendJsonLine(path, { step: 2 });
  expect(await readJsonLines(path)).toEqual([{ step: 1 }, { step: 2 }]);
});

test('a damaged line in the middle is an error with its number', async () => {
  await writeFile(path, '{"step":1}\n{"st\n{"step":3}\n');
  await expect(readJsonLines(path)).rejects.toThrow(`${path}, line 2 is not JSON`);
  await expect(truncateJsonLines(path, () => false)).rejects.toThrow(/line 2/);
  await appendFile(path, '{}\n');
  expect((await readFile(path, 'utf8')).split('\n').length).toBe(5);
});

test('a missing file has no records and stays missing', async () => {
  expect(await readJsonLines(path)).toEqual([]);
  expect(await truncateJsonLines(path, () => true)).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

test('a file in a missing folder is named', async () => {
  await expect(appendJsonLine(join(folder, 'none', 'a'), {})).rejects.toThrow(/Cannot write .*none/);
});

test.each(['null', '7', '"text"'])('a line %s is no record, and named', async (line) => {
  await writeFile(path, `{"step":1}\n${line}\n`);
  const problem = `${path}, line 2 is no object of JSON. Remove the line, or the file.`;
  await expect(readJsonLines(path)).rejects.toThrow(problem);
  await expect(truncateJsonLines(path, before(9))).rejects.toThrow(problem);
});
