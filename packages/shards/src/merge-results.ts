import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { AttganError } from '@attgan/core';
import { makeFolder, writeAtomically } from '@attgan/formats';
import type { FoundResults } from './find-results.ts';
import { readResults, type ReadLine } from './read-results.ts';
import type { ResultLine, ResultsEnd } from './result-line.ts';
import { verifyFiles } from './verify-files.ts';

/** What merging found. */
export interface MergeSummary {
  /** The joined results. */
  readonly path: string;
  readonly results: number;
  readonly failed: number;
  /** Inputs that were listed twice, and whose equal results are kept once. */
  readonly repeated: number;
  readonly files: number;
}

export interface MergeRequest {
  /** Of all shards of one work, by their numbers. */
  readonly shards: readonly FoundResults[];
  /** The folder of the joined results, `results.jsonl`. */
  readonly out: string;
  /** Whether the hash of every file is checked, and not only its size. */
  readonly hashes: boolean;
  /** A line for each problem. */
  report(problem: string): void;
}

/**
 * Joins the results of shards into those of the whole, in the order of the inputs, and checks that every input is there exactly once and
 * every file is what its line says. A merge takes 8 bytes of memory an input, and of archives the names of one shard.
 * @throws AttganError where anything is wrong, after all problems were reported; nothing is written then
 */
export async function mergeResults(request: MergeRequest): Promise<MergeSummary> {
  const { shards, out } = request;
  const { twice, ends } = await namesOf(shards);
  const [{ units, digest }] = ends as [ResultsEnd['end']];
  for (const [index, end] of ends.entries()) {
    if (end.units === units && end.digest === digest) continue;
    const [one, other] = [shards[0]?.path, shards[index]?.path];
    throw new AttganError(
      `${one} and ${other} are of different lists: ${units} and ${end.units} inputs, or others. Run all shards of one list.`,
    );
  }
  await makeFolder(out);
  const path = join(out, 'results.jsonl');
  const counts = { results: 0, failed: 0, repeated: 0 };
  let files = 0;
  await writeAtomically(path, async (to) => {
    const header = { ...shards[0]?.header, shard: '0/1' };
    await to.write(`${JSON.stringify(header)}\n`);
    const check = verifyFiles(request.hashes, request.report);
    for await (const { text, line, shard } of interleaved(shards, units)) {
      const known = twice.get(line.input);
      if (known !== undefined) {
        const made = JSON.stringify(line.outputs?.map(({ file, sha256 }) => [file, sha256]));
        if (known !== '' && known !== made) check.problem(`${line.input} has two different results.`);
        twice.set(line.input, made ?? '');
        if (known !== '') {
          counts.repeated++;
          continue;
        }
      }
      counts.results++;
      if (line.error !== undefined) counts.failed++;
      await check.file(shard, line);
      await to.write(`${moved(text, line, shard.folder, out)}\n`);
    }
    for (const shard of shards) await check.archives(shard);
    files = check.files();
    if (check.problems() > 0)
      throw new AttganError(`${check.problems()} results are not as they should be; see above.`);
    const end: ResultsEnd = { end: { results: counts.results, failed: counts.failed, units, digest } };
    await to.write(`${JSON.stringify(end)}\n`);
  });
  return { path, ...counts, files };
}

/** The line, with files named from another folder. */
function moved(text: string, line: ResultLine, from: string, to: string): string {
  const way = relative(to, from);
  if (way === '' || line.outputs === undefined) return text;
  const place = (name: string): string => `${way.replaceAll(sep, '/')}/${name}`;
  const outputs = line.outputs.map(({ file, tar, ...rest }) =>
    tar === undefined ? { file: place(file), ...rest } : { file, ...rest, tar: place(tar) },
  );
  return JSON.stringify({ ...line, outputs });
}

/** Names that are in the results more than once, with what was made of them, nothing yet; and the last lines. */
async function namesOf(
  shards: readonly FoundResults[],
): Promise<{ readonly twice: Map<string, string>; readonly ends: readonly ResultsEnd['end'][] }> {
  let hashes = new BigUint64Array(1024);
  let count = 0;
  const ends: ResultsEnd['end'][] = [];
  for (const shard of shards) {
    const lines = readResults(shard);
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done === true) {
        ends.push(next.value);
        break;
      }
      if (count === hashes.length) {
        const larger = new BigUint64Array(count * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[count++] = hashOf(next.value.line.input);
    }
  }
  const sorted = hashes.subarray(0, count).sort();
  const repeated = new Set<bigint>();
  for (let at = 1; at < count; at++) if (sorted[at] === sorted[at - 1]) repeated.add(sorted[at] as bigint);
  const times = new Map<string, number>();
  if (repeated.size > 0) {
    for (const shard of shards) {
      for await (const { line } of readResults(shard)) {
        if (repeated.has(hashOf(line.input))) times.set(line.input, (times.get(line.input) ?? 0) + 1);
      }
    }
  }
  return { twice: new Map([...times].flatMap(([name, found]) => (found > 1 ? [[name, '']] : []))), ends };
}

function hashOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE(0);
}

/** All lines in the order of the inputs: the input at a position is with the shard of that number, modulo their number. */
async function* interleaved(
  shards: readonly FoundResults[],
  units: number,
): AsyncGenerator<ReadLine & { readonly shard: FoundResults }> {
  const readers = shards.map((shard) => ({
    shard,
    lines: readResults(shard),
    next: undefined as ReadLine | undefined,
  }));
  for (const reader of readers) reader.next = await following(reader.lines);
  for (let at = 0; at < units; at++) {
    const reader = readers[at % readers.length];
    while (reader?.next?.line.at === at) {
      yield { ...reader.next, shard: reader.shard };
      reader.next = await following(reader.lines);
    }
  }
  const beyond = readers.find(({ next }) => next !== undefined);
  if (beyond !== undefined)
    throw new AttganError(`${beyond.shard.path} has results beyond the list of ${units} inputs.`);
}

async function following(lines: AsyncGenerator<ReadLine, unknown>): Promise<ReadLine | undefined> {
  const next = await lines.next();
  return next.done === true ? undefined : next.value;
}
