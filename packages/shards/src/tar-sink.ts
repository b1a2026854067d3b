import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, removeLeftovers } from '@attgan/formats';
import { describeFile } from './describe-file.ts';
import type { ResultLine } from './result-line.ts';
import type { ResultSink } from './result-sink.ts';
import type { Results } from './results.ts';
import { createTarFile, type TarFile } from './tar-file.ts';
import { isFull, type TarLimits } from './tar-limits.ts';

/**
 * Tar archives `STEM-000000.tar`, `STEM-000001.tar` and so on in a folder. Lines of results are written when their archive has its
 * name, so that a process that is killed loses the archive it was at, and the next one makes the same.
 */
export async function tarSink(folder: string, stem: string, results: Results, limits: TarLimits): Promise<ResultSink> {
  await makeFolder(folder);
  await removeLeftovers(folder);
  let number = nextNumber(results.archives.keys());
  await removeFrom(folder, stem, number);
  const known = new Map<string, boolean>();
  let tar: TarFile | undefined;
  let held = { photos: 0, bytes: 0 };
  let waiting: ResultLine[] = [];

  const nameNow = (): string => `${stem}-${String(number).padStart(6, '0')}.tar`;

  async function close(): Promise<void> {
    await tar?.finish();
    await results.append(waiting, tar && { archive: nameNow(), photos: held.photos });
    if (tar !== undefined) number++;
    tar = undefined;
    waiting = [];
    held = { photos: 0, bytes: 0 };
  }

  return {
    async put(line, files) {
      for (const { file, bytes } of files ?? []) {
        tar ??= createTarFile(join(folder, nameNow()));
        await tar.add(file, bytes);
        held.bytes += bytes.length;
      }
      waiting.push({ ...line, ...(files && { outputs: files.map((file) => describeFile(file, nameNow())) }) });
      if (files !== undefined && files.length > 0) held.photos++;
      if (isFull(held, limits)) await close();
    },
    async holds({ outputs = [] }) {
      for (const { tar: name = '' } of outputs) {
        const there = known.get(name) ?? (await isFile(join(folder, name)));
        known.set(name, there);
        if (!there) return false;
      }
      return true;
    },
    finish: close,
    async abandon() {
      await tar?.abandon();
      tar = undefined;
    },
  };
}

function nextNumber(archives: Iterable<string>): number {
  return Math.max(-1, ...[...archives].map((name) => Number(/(\d+)\.tar$/.exec(name)?.[1] ?? -1))) + 1;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** Archives that no line of results tells of: their process was killed before it had written them. */
async function removeFrom(folder: string, stem: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, digits] = name.startsWith(`${stem}-`) ? (/^(\d{6,})\.tar$/.exec(name.slice(stem.length + 1)) ?? []) : [];
    if (digits !== undefined && Number(digits) >= number) await rm(join(folder, name), { force: true });
  }
}
