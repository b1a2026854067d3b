import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { afterAll, expect, test } from 'vitest';
import { changedSeed } from './changed.ts';
import type { FuzzTarget } from './target.ts';
import { binaryFiles } from './targets/binary-files.ts';
import { configurations } from './targets/configurations.ts';
import { folders } from './targets/folders.ts';
import { lists } from './targets/lists.ts';
import { models } from './targets/models.ts';
import { photos } from './targets/photos.ts';
import { tables } from './targets/tables.ts';

// A short slice of `npm run fuzz`, which sets these.
const { ATTGAN_FUZZ_SECONDS, ATTGAN_FUZZ_FROM, ATTGAN_FUZZ_TARGET, ATTGAN_FUZZ_STATE, ATTGAN_FUZZ_RESULTS } =
  process.env;
/** Milliseconds for each target, and where its numbers of inputs begin. */
const TIME = Number(ATTGAN_FUZZ_SECONDS ?? 0.25) * 1000;
const FROM = Number(ATTGAN_FUZZ_FROM ?? 0);
/** Inputs that are tried whatever time that takes. */
const LEAST = 60;
/** Milliseconds that no input may take; slow machines and collections of garbage included. */
const LONG = 5000;
/** Bytes that the process may grow by within one input, and that values of a small file may take. */
const GROWTH = 300e6;
const VALUES = 2 ** 26;
/** Inputs that broke a reader once. */
const CORPUS = join(import.meta.dirname, 'corpus');

const root = await mkdtemp(join(tmpdir(), 'attgan-fuzz-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const targets = [
  ...binaryFiles,
  ...(await tables(below('tables'))),
  ...(await photos(below('photos'))),
  ...(await models(below('models'))),
  ...(await folders(below('folders'))),
  ...(await lists(below('lists'))),
  ...(await configurations(below('configurations'))),
].filter(({ name }) => ATTGAN_FUZZ_TARGET === undefined || name === ATTGAN_FUZZ_TARGET);

/** A folder of its own: readers look beside their files, too. */
function below(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

const peak = (): number => process.resourceUsage().maxRSS * 1024;

/** What an input did. @throws Error for what no input may do */
async function tried({ read }: FuzzTarget, input: Uint8Array): Promise<'read' | 'refused'> {
  const [began, before] = [performance.now(), peak()];
  let outcome: 'read' | 'refused' = 'read';
  try {
    const taken = (await read(input)) ?? 0;
    if (taken > VALUES) throw new Error(`its values take ${taken} bytes`);
  } catch (error) {
    if (!(error instanceof AttganError)) throw error;
    if (error.message.includes('\n'))
      throw new Error(`it is refused in several lines: ${error.message}`, { cause: error });
    outcome = 'refused';
  }
  const [time, growth] = [performance.now() - began, peak() - before];
  if (time > LONG) throw new Error(`it takes ${Math.round(time)} ms`);
  if (growth > GROWTH) throw new Error(`the process grows by ${Math.round(growth / 1e6)} MB`);
  return outcome;
}

/** Keeps an input that broke a reader, so that it is tried first from now on. */
function kept(name: string, label: string, input: Uint8Array, error: unknown): Error {
  mkdirSync(join(CORPUS, name), { recursive: true });
  const path = join(CORPUS, name, label);
  writeFileSync(path, input);
  return new Error(`The reader of ${name} does not survive ${path}`, { cause: error });
}

test.each(targets.map((target) => [target.name, target] as const))(
  '%s: whatever is changed in a file, it is read or refused, soon, within memory, and nothing is written',
  async (name, target) => {
    const corpus = join(CORPUS, name);
    for (const file of existsSync(corpus) ? readdirSync(corpus) : []) {
      await tried(target, readFileSync(join(corpus, file)));
    }
    for (const seed of target.seeds) await tried(target, seed);
    const before = new Set(readdirSync(root, { recursive: true, encoding: 'utf8' }));
    const state = ATTGAN_FUZZ_STATE === undefined ? undefined : openSync(ATTGAN_FUZZ_STATE, 'w');
    const counts = { read: 0, refused: 0 };
    const end = performance.now() + TIME;
    for (let number = FROM; number < FROM + LEAST || performance.now() < end; number++) {
      const input = changedSeed(target, number);
      if (state !== undefined) writeSync(state, `${name} ${number}\n`, 0);
      try {
        counts[await tried(target, input)]++;
      } catch (error) {
        throw kept(name, String(number), input, error);
      }
    }
    if (state !== undefined) closeSync(state);
    if (ATTGAN_FUZZ_RESULTS !== undefined) {
      appendFileSync(ATTGAN_FUZZ_RESULTS, `${JSON.stringify({ name, ...counts, peak: peak() })}\n`);
    }
    expect(counts.read + counts.refused).toBeGreaterThanOrEqual(LEAST);
    expect(new Set(readdirSync(root, { recursive: true, encoding: 'utf8' }))).toEqual(before);
  },
  60_000 + 2 * TIME,
);
