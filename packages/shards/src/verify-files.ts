import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@attgan/core';
import { sha256OfFile } from '@attgan/formats';
import { extract } from 'tar-stream';
import type { FoundResults } from './find-results.ts';
import { readResults } from './read-results.ts';
import type { ResultFile, ResultLine } from './result-line.ts';

/** Holds files to what lines of results say of them. */
export interface FileCheck {
  problem(text: string): void;
  /** Checks the files of a line that are in no archive. */
  file(shard: FoundResults, line: ResultLine): Promise<void>;
  /** Checks the archives of a shard. */
  archives(shard: FoundResults): Promise<void>;
  /** Files that lines tell of. */
  files(): number;
  problems(): number;
}

/** @param hashes whether contents are read, and not only sizes */
export function verifyFiles(hashes: boolean, report: (problem: string) => void): FileCheck {
  let [files, problems] = [0, 0];

  function problem(text: string): void {
    problems++;
    report(text);
  }

  async function checkFile(path: string, { bytes, sha256 }: ResultFile): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) problem(`${path} is missing.`);
    else if (found.size !== bytes || (hashes && (await sha256OfFile(path)) !== sha256)) {
      problem(`${path} is not as it was written: its size or its SHA-256 is another.`);
    }
  }

  async function checkArchive(path: string, members: Map<string, ResultFile>): Promise<void> {
    const bytes = createReadStream(path);
    const archive = extract();
    bytes.on('error', (error) => archive.destroy(error));
    bytes.pipe(archive);
    try {
      for await (const member of archive) {
        const hash = createHash('sha256');
        for await (const chunk of member) hash.update(chunk as Uint8Array);
        const { name } = member.header;
        const expected = members.get(name);
        if (expected === undefined) problem(`${path} has ${name} twice, or no line of results tells of it.`);
        else if (hash.digest('hex') !== expected.sha256) problem(`${path}: ${name} is not as it was written.`);
        members.delete(name);
      }
    } catch (error) {
      problem(`${path} cannot be read: ${messageOf(error)}.`);
      return;
    }
    for (const name of members.keys()) problem(`${path} lacks ${name}.`);
  }

  return {
    problem,
    async file({ folder }, { outputs = [] }) {
      files += outputs.length;
      for (const output of outputs) if (output.tar === undefined) await checkFile(join(folder, output.file), output);
    },
    async archives(shard) {
      const archives = new Map<string, Map<string, ResultFile>>();
      for await (const { line } of readResults(shard)) {
        for (const output of line.outputs ?? []) {
          if (output.tar === undefined) continue;
          const members = archives.get(output.tar) ?? new Map<string, ResultFile>();
          archives.set(output.tar, members.set(output.file, output));
        }
      }
      for (const [tar, members] of archives) {
        const path = join(shard.folder, tar);
        if (hashes) await checkArchive(path, members);
        else if ((await stat(path).catch(() => undefined))?.isFile() !== true) problem(`${path} is missing.`);
      }
    },
    files: () => files,
    problems: () => problems,
  };
}
