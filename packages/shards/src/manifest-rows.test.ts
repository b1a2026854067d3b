import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifestRows } from './manifest-rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function listed(rows: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function rowsOf(name: string, content: string, column?: string): Promise<string[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  return listed(manifestRows(path, column));
}

const PATHS = ['a/x.jpg', 'b/y, z.jpg', 'c/ü.png'];

test.each([
  ['comma.csv', '\uFEFFid,path\n1,a/x.jpg\n2,"b/y, z.jpg"\n\n3,c/ü.png\n'],
  ['semicolon.csv', 'path;id\r\na/x.jpg;1\r\nb/y, z.jpg;2\r\nc/ü.png;3'],
  ['tab.tsv', 'path\tid\na/x.jpg\t1\nb/y, z.jpg\t2\nc/ü.png\t3\n'],
  ['lines.jsonl', `${PATHS.map((path) => JSON.stringify({ id: 1, path })).join('\n')}\n`],
  ['plain.txt', `\uFEFF${PATHS.join('\r\n')}\r\n`],
])('%s gives its paths in order', async (name, content) => {
  expect(await rowsOf(name, content)).toEqual(PATHS);
});

test('Parquet gives one column of all row groups, compressed with Snappy or not', async () => {
  const many = Array.from({ length: 25_000 }, (_, index) => `photos/${index}.jpg`);
  for (const codec of ['SNAPPY', 'UNCOMPRESSED'] as const) {
    const filename = join(folder, `${codec}.parquet`);
    const columnData = [
      { name: 'width', data: many.map((_, index) => index), type: 'INT32' as const },
      { name: 'file', data: many, type: 'STRING' as const },
    ];
    parquetWriteFile({ filename, columnData, codec, rowGroupSize: 7000 });
    expect(await listed(manifestRows(filename, 'file'))).toEqual(many);
    await expect(listed(manifestRows(filename))).rejects.toThrow(
      'has no column "path". Name one with --column: width, file.',
    );
  }
});

test.each([
  ['none.csv', 'name,id\nx,1\n', 'has no column "path". Name one with --column: name, id.'],
  ['open.csv', 'path,id\n"a.jpg,1\nb.jpg,2\nc.jpg,3\n', 'has an unclosed quote'],
  ['short.csv', 'id,path\n1\n', 'row 1: "path" is no path'],
  ['broken.jsonl', '{"path":"a.jpg"}\n{"path":\n', 'line 2 is not JSON'],
  ['number.jsonl', '{"path":3}\n', 'row 1: "path" is no path'],
  ['other.jsonl', '[1]\n', 'row 1: "path" is no path'],
  ['long.txt', 'x'.repeat(1_200_000), 'has a line of more than 1000000 bytes'],
  ['torn.parquet', 'PAR1 and nothing else', 'Cannot read'],
  ['photos.xlsx', '', 'a manifest is one of .csv, .tsv, .jsonl, .ndjson, .parquet, .txt, by its ending'],
])('%s is refused in one line', async (name, content, message) => {
  const error: unknown = await rowsOf(name, content).catch((reason: unknown) => reason);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain('\n');
});

test('a missing manifest is refused', async () => {
  for (const ending of ['csv', 'jsonl', 'parquet']) {
    await expect(listed(manifestRows(join(folder, `gone.${ending}`)))).rejects.toThrow(
      'there is no such file or folder',
    );
  }
});
