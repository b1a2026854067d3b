import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '@attgan/formats';
import type { Command } from '../command.ts';

const execute = promisify(execFile);

export const command: Command = {
  name: 'doctor',
  summary: 'reports what this machine has and what is missing',
  usage: '',
  flags: {},
  async run({ output, registries }) {
    const backend = registries.of('backend');
    const facts: [string, string][] = [
      ['node', process.version],
      ['platform', `${process.platform} ${process.arch}`],
      ['cores', String(availableParallelism())],
      ['memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
      ['python3', await version('python3', '--version')],
      ['pip', await version('python3', '-m', 'pip', '--version')],
      ['g++', await version('g++', '--version')],
    ];
    for (const { name, whyUnavailable } of backend.all()) {
      facts.push([`backend ${name}`, (await whyUnavailable()) ?? 'ready']);
    }
    facts.push(...(await cacheSizes()));
    output.result(facts.map(([name, value]) => `${name.padEnd(20)} ${value}`).join('\n'), Object.fromEntries(facts));
  },
};

/** The folders in our cache, which plugins share, and what they take. */
async function cacheSizes(): Promise<[string, string][]> {
  const folder = cacheFolder();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory());
  const sizes = await Promise.all(
    folders.map(async ({ name }): Promise<[string, string]> => {
      const bytes = await sizeOf(join(folder, name));
      return [`cache ${name}`, `${(bytes / 2 ** 20).toFixed(1)} MiB`];
    }),
  );
  return [['cache', sizes.length === 0 ? `${folder} is empty` : folder], ...sizes];
}

/** Bytes of all files; those that vanish meanwhile count nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return bytes;
}

async function version(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { timeout: 20_000 });
    return stdout.split('\n')[0]?.trim() ?? '';
  } catch {
    return 'missing';
  }
}
