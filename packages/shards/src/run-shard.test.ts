import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AttganError } from '@attgan/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findResults } from './find-results.ts';
import { folderSink } from './folder-sink.ts';
import { mergeResults } from './merge-results.ts';
import type { InputUnit } from './photo-input.ts';
import { openResults } from './results.ts';
import { runShard, type ShardCounts } from './run-shard.ts';
import { shardName } from './shard.ts';
import { tarSink } from './tar-sink.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-shards-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Work {
  readonly shard?: string;
  readonly settings?: string;
  readonly tars?: { readonly photos: number; readonly bytes: number };
  readonly broken?: readonly string[];
  readonly names?: readonly string[];
  readonly signal?: AbortSignal;
}

const NAMES = Array.from({ length: 23 }, (_, index) => `${index % 3}/${index}.jpg`);

/** "Edits" inputs whose content is their name into `out`; returns what was made, too. */
async function run(out: string, work: Work = {}): Promise<ShardCounts & { readonly did: readonly string[] }> {
  const { shard: text = '0/1', settings = 'a', tars, broken = [], names = NAMES, signal } = work;
  const [index = 0, count = 1] = text.split('/').map(Number);
  const shard = { index, count };
  const stem = `results-${shardName(shard)}`;
  const header = { format: 1, command: 'edit', shard: text, settings, of: {} } as const;
  const results = await openResults(join(out, `${stem}.jsonl`), header);
  const did: string[] = [];
  const counts = await runShard({
    units: unitsOf(names),
    shard,
    settings,
    results,
    sink: tars === undefined ? folderSink(out, results) : await tarSink(out, stem, results, tars),
    make: async ({ name, read }) => {
      if (broken.includes(name)) throw new AttganError(`${name} is broken`);
      did.push(name);
      return { files: [{ file: name, bytes: Buffer.from(`${settings}: ${String(await read())}`) }] };
    },
    describe: (error) => (error as Error).message,
    report: () => undefined,
    ...(signal && { signal }),
  });
  return { ...counts, did };
}

async function* unitsOf(names: readonly string[]): AsyncGenerator<InputUnit> {
  for (const name of names) {
    yield {
      name,
      async *photos() {
        yield { name, read: async () => Buffer.from(name.repeat(40)) };
      },
    };
  }
}

/** Each file's content, by its path. */
async function filesIn(out: string): Promise<Record<string, string>> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [path.slice(out.length), await readFile(path, 'latin1')] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function merged(
  out: string,
  hashes = true,
): Promise<{ readonly problems: readonly string[]; readonly error?: string }> {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  try {
    await mergeResults({ shards: await findResults([out]), out, hashes, report });
    return { problems };
  } catch (error) {
    return { problems, error: (error as Error).message };
  }
}

const TARS = { photos: 5, bytes: 1e6 };

test.each([
  ['files', undefined],
  ['tars', TARS],
])(
  'whenever a process is killed, the next one ends with the bytes of an uninterrupted run: %s',
  async (_, tars) => {
    const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];
    await run(whole, { ...(tars && { tars }) });
    const expected = await filesIn(whole);
    const list = '/results-00000-of-00001.jsonl';
    const { length } = expected[list] as string;
    for (let at = 0; at < length; at += 509) {
      await rm(cut, { recursive: true, force: true });
      await run(cut, { ...(tars && { tars }) });
      // What a killed process had written of its list; files that it did not tell of are there already.
      await truncate(cut + list, at);
      await run(cut, { ...(tars && { tars }) });
      expect(await filesIn(cut), `cut at ${at}`).toEqual(expected);
    }
  },
  120_000,
);

test('what is done is not done again, unless its file is gone or the settings are others', async () => {
  expect(await run(folder)).toMatchObject({ made: 23, kept: 0 });
  expect(await run(folder)).toMatchObject({ made: 0, kept: 23 });
  await rm(join(folder, '2/5.jpg'));
  await writeFile(join(folder, '0/6.jpg'), 'half');
  expect((await run(folder)).did).toEqual(['2/5.jpg', '0/6.jpg']);
  expect(await run(folder, { settings: 'b' })).toMatchObject({ made: 23, kept: 0 });
  expect(await readFile(join(folder, '2/5.jpg'), 'utf8')).toMatch(/^b: /);
});

test.each([
  ['files', undefined],
  ['tars', TARS],
])('failures are kept with their reasons and tried again, and the list stays in order: %s', async (_, tars) => {
  const more = tars && { tars };
  const broken = ['1/4.jpg', '0/21.jpg'];
  expect(await run(folder, { broken, ...more })).toMatchObject({ made: 21, failed: 2 });
  const list = join(folder, 'results-00000-of-00001.jsonl');
  expect(await readFile(list, 'utf8')).toContain(
    '{"at":4,"input":"1/4.jpg","settings":"a","error":"1/4.jpg is broken"}',
  );
  expect((await run(folder, { broken: ['0/21.jpg'], ...more })).did).toEqual(['1/4.jpg']);
  expect((await run(folder, more)).did).toEqual(['0/21.jpg']);
  const positions = [...(await readFile(list, 'utf8')).matchAll(/^\{"at":(\d+)/gm)].map(([, at]) => Number(at));
  expect(positions).toEqual([...NAMES.keys()]);
  expect(await merged(folder)).toEqual({ problems: [] });
});

test('a photo that moved in the list is not edited again; one that is listed twice is edited once', async () => {
  await run(folder);
  const names = ['new.jpg', ...NAMES, '1/1.jpg'];
  expect(await run(folder, { names })).toMatchObject({ did: ['new.jpg'], kept: 23, repeated: 1 });
  await run(join(folder, 'fresh'), { names });
  const list = 'results-00000-of-00001.jsonl';
  expect(await readFile(join(folder, list), 'utf8')).toBe(await readFile(join(folder, 'fresh', list), 'utf8'));
});

test('shards, merged, have the list and the files of an unsharded run', async () => {
  const [whole, out] = [join(folder, 'whole'), join(folder, 'out')];
  await run(whole);
  for (const shard of ['2/4', '0/4', '3/4', '1/4']) await run(out, { shard });
  expect(await merged(out)).toEqual({ problems: [] });
  expect(await readFile(join(out, 'results.jsonl'), 'utf8')).toBe(
    await readFile(join(whole, 'results-00000-of-00001.jsonl'), 'utf8'),
  );
});

test('what two shards were given is kept once where both results are equal', async () => {
  const names = ['x.jpg', 'y.jpg', 'z.jpg', 'x.jpg'];
  for (const shard of ['0/2', '1/2']) await run(folder, { shard, names });
  expect(await merged(folder)).toEqual({ problems: [] });
  expect((await readFile(join(folder, 'results.jsonl'), 'utf8')).match(/"x.jpg"/g)).toHaveLength(2);
});

test('a merge says what is missing, other or changed, and writes nothing then', async () => {
  expect((await merged(folder)).error).toContain('there are no results of shards');
  await run(folder, { shard: '0/3' });
  await run(folder, { shard: '2/3' });
  expect((await merged(folder)).error).toBe('The results of 1 shards are missing: 1/3.');
  await run(folder, { shard: '1/3', settings: 'b' });
  expect((await merged(folder)).error).toContain('the hashes of the settings are a and b');
  await run(folder, { shard: '1/3', names: NAMES.slice(1) });
  expect((await merged(folder)).error).toContain('are of different lists: 23 and 22 inputs');
  const stopped = AbortSignal.abort();
  await expect(run(folder, { shard: '1/3', signal: stopped })).rejects.toThrow();
  expect((await merged(folder)).error).toContain('shard 1/3 is not finished');
  await run(folder, { shard: '1/3' });
  await writeFile(join(folder, '2/5.jpg'), `a: ${'2/6.jpg'.repeat(40)}`);
  await rm(join(folder, '0/3.jpg'));
  const found = await merged(folder);
  expect(found.problems).toEqual([
    `${join(folder, '0/3.jpg')} is missing.`,
    `${join(folder, '2/5.jpg')} is not as it was written: its size or its SHA-256 is another.`,
  ]);
  expect(found.error).toContain('2 results are not as they should be');
  expect((await merged(folder, false)).problems).toHaveLength(1);
  expect(await readdir(folder)).not.toContain('results.jsonl');
});

test('a merge reads what is in tars', async () => {
  for (const shard of ['0/2', '1/2']) await run(folder, { shard, tars: TARS });
  expect(await merged(folder)).toEqual({ problems: [] });
  const path = join(folder, 'results-00001-of-00002-000001.tar');
  const bytes = await readFile(path);
  bytes[600] = (bytes[600] as number) ^ 1;
  await writeFile(path, bytes);
  expect((await merged(folder)).problems).toEqual([expect.stringContaining('is not as it was written')]);
});

test('a list that is no list of results is refused with its line', async () => {
  await run(folder);
  const list = join(folder, 'results-00000-of-00001.jsonl');
  const lines = (await readFile(list, 'utf8')).split('\n');
  await writeFile(list, [...lines.slice(0, 3), '{"at":2}', ...lines.slice(3)].join('\n'));
  await expect(run(folder)).rejects.toThrow(`${list}, line 4 is no line of results`);
});

test('two processes do not write one list: the second waits until the first has closed it', async () => {
  const header = { format: 1, command: 'edit', shard: '0/1', settings: 'a', of: {} } as const;
  const list = join(folder, 'list.jsonl');
  const results = await openResults(list, header);
  const events: string[] = [];
  const second = openResults(list, header).then((opened) => {
    events.push('opened');
    return opened;
  });
  await setTimeout(100);
  events.push('closed');
  await results.close();
  await (await second).close();
  expect(events).toEqual(['closed', 'opened']);
});
