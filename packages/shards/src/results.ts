import { open as openFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AttganError } from '@attgan/core';
import { fileError, makeFolder, writeAtomically, writeFileAtomically } from '@attgan/formats';
import { lockFile } from './lock-file.ts';
import { nameHash } from './name-hash.ts';
import { placedLines } from './placed-lines.ts';
import {
  parseResultLine,
  type ArchiveLine,
  type ResultLine,
  type ResultsEnd,
  type ResultsHeader,
} from './result-line.ts';

/** The results of a shard: a file of JSON lines that only grows until the shard is finished. */
export interface Results {
  /** Names of the archives that are whole. */
  readonly archives: ReadonlyMap<string, ArchiveLine>;
  /** The line of this input, which has its place in the order from now on; undefined where there is none. @throws AttganError when another process took the file over */
  find(input: string): Promise<ResultLine | undefined>;
  /** Whether this input was asked for since the results were opened. */
  has(input: string): boolean;
  /** Takes over the line that `find` found. */
  keep(input: string): void;
  /** Adds lines, and after them one that ends their archive, if they are in one. They outlive the process at once, and a loss of power after `close`. */
  append(lines: readonly ResultLine[], archive?: ArchiveLine): Promise<void>;
  /** Puts all lines that were kept or appended in this order, leaves out others, and closes them with `end`. */
  finish(end: ResultsEnd): Promise<void>;
  /** May be called twice. */
  close(): Promise<void>;
}

/** Bytes that most lines fit in. */
const USUAL_LINE = 2048;

/**
 * Opens the results in `path` to go on with them, or begins them anew where they are missing or of other settings. A line takes about
 * 100 bytes of memory.
 * @throws AttganError for a file that is no such results, or that another process writes
 */
export async function openResults(path: string, header: ResultsHeader): Promise<Results> {
  await makeFolder(dirname(path));
  let lost: AttganError | undefined;
  const release = await lockFile(path, (error) => (lost = error));
  try {
    const first = `${JSON.stringify(header)}\n`;
    const before = await indexOf(path, first);
    if (before.end === 0) await writeFileAtomically(path, first);
    const file = await openFile(path, 'r+').catch((error: unknown) => {
      throw fileError('write', path, error);
    });
    const end = before.end === 0 ? Buffer.byteLength(first) : before.end;
    // What was half written, and the last line of a finished shard, go.
    await file.truncate(end);
    const { starts, archives, lines } = before;
    const state = { path, first, file, end, starts, archives, lines };
    return resultsIn(state, () => lost, release);
  } catch (error) {
    await release();
    throw error;
  }
}

interface Index {
  /** Where the line of each input starts, by its hash. */
  readonly starts: Map<number, number>;
  /** Where the last line that counts ends; 0 where the file is missing or has another first line. */
  readonly end: number;
  /** Lines with an input up to there. */
  readonly lines: number;
  /** Those that a line says are whole. */
  readonly archives: Map<string, ArchiveLine>;
}

async function indexOf(path: string, first: string): Promise<Index> {
  const starts = new Map<number, number>();
  const archives = new Map<string, ArchiveLine>();
  let open: { readonly start: number; readonly lines: number } | undefined;
  let [end, number, lines] = [0, 0, 0];
  for await (const line of placedLines(path)) {
    number++;
    if (number === 1 && `${line.text}\n` !== first) break;
    if (number > 1) {
      const parsed = parseResultLine(line.text, path, number);
      if ('end' in parsed) break;
      if ('archive' in parsed) {
        archives.set(parsed.archive, parsed);
        open = undefined;
      } else {
        const inArchive = parsed.outputs?.some(({ tar }) => tar !== undefined && !archives.has(tar)) === true;
        if (inArchive) open ??= { start: line.start, lines };
        starts.set(nameHash(parsed.input), line.start);
        lines++;
      }
    }
    end = line.end;
  }
  if (open === undefined) return { starts, end, lines, archives };
  // The process was killed while it wrote the lines of an archive, so that archive is made again.
  for (const [hash, start] of starts) if (start >= open.start) starts.delete(hash);
  return { starts, end: open.start, lines: open.lines, archives };
}

interface State {
  readonly path: string;
  readonly first: string;
  readonly file: FileHandle;
  readonly starts: Map<number, number>;
  readonly archives: Map<string, ArchiveLine>;
  end: number;
  /** Lines in the file, besides the first. */
  lines: number;
}

function resultsIn(state: State, lost: () => AttganError | undefined, release: () => Promise<void>): Results {
  const { path, first, file, starts } = state;
  /** Starts of the lines that count, in their order. */
  const order: number[] = [];
  const seen = new Set<number>();
  /** Places in the order whose lines are still to come. */
  const open = new Map<number, number>();
  let closed = false;

  function check(): void {
    const problem = lost();
    if (problem !== undefined) throw problem;
  }

  async function lineAt(start: number): Promise<string> {
    for (let length = USUAL_LINE; ; length *= 8) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
      const end = buffer.indexOf(10);
      if (end >= 0) return buffer.toString('utf8', 0, end);
      if (bytesRead < length) return '';
    }
  }

  async function write(text: string): Promise<void> {
    try {
      await file.write(text, state.end);
      state.end += Buffer.byteLength(text);
    } catch (error) {
      throw fileError('write', path, error);
    }
  }

  function place(hash: number, start: number): void {
    const at = open.get(hash) ?? order.length;
    open.delete(hash);
    order[at] = start;
  }

  /** Whether the file holds just the lines that count, in their order. */
  const isInOrder = (): boolean =>
    state.lines === order.length && order.every((start, at) => at === 0 || start > (order[at - 1] as number));

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await file.sync().catch(() => undefined);
    await file.close();
    await release();
  }

  return {
    archives: state.archives,
    async find(input) {
      check();
      const hash = nameHash(input);
      seen.add(hash);
      open.set(hash, order.length);
      order.push(NaN);
      const start = starts.get(hash);
      if (start === undefined) return undefined;
      const line = parseResultLine(await lineAt(start), path, 0);
      return 'input' in line && line.input === input ? line : undefined;
    },
    has: (input) => seen.has(nameHash(input)),
    keep(input) {
      const hash = nameHash(input);
      place(hash, starts.get(hash) as number);
    },
    async append(lines, archive) {
      check();
      const texts = lines.map((line) => `${JSON.stringify(line)}\n`);
      let start = state.end;
      await write(texts.join('') + (archive === undefined ? '' : `${JSON.stringify(archive)}\n`));
      if (archive !== undefined) state.archives.set(archive.archive, archive);
      for (const [at, { input }] of lines.entries()) {
        const hash = nameHash(input);
        starts.set(hash, start);
        place(hash, start);
        start += Buffer.byteLength(texts[at] as string);
      }
      state.lines += lines.length;
    },
    async finish(end) {
      const last = `${JSON.stringify(end)}\n`;
      if (isInOrder()) await write(last);
      else {
        await writeAtomically(path, async (to) => {
          await to.write(first);
          // First, so that no line after them is taken for one of an archive that is not whole.
          for (const archive of state.archives.values()) await to.write(`${JSON.stringify(archive)}\n`);
          for (const start of order) await to.write(`${await lineAt(start)}\n`);
          await to.write(last);
        });
      }
      await close();
    },
    close,
  };
}
