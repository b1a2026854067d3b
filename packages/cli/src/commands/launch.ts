import { availableParallelism } from 'node:os';
import { AttganError, InterruptedError, UsageError } from '@attgan/core';
import { scanFlag } from '../arguments/flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';
import { freePorts } from '../launch/free-ports.ts';
import { launchProcesses, type Ending } from '../launch/launch-processes.ts';

export const command: Command = {
  name: 'launch',
  summary: 'trains in several processes of this machine',
  usage: '[-n 2] -- train …',
  flags: {
    processes: { type: 'text', short: 'n', summary: 'how many processes (2); the threads are shared among them' },
  },
  async run({ flags, words, output }) {
    const count = integerFlag(flags, 'processes', 1, 1024) ?? 2;
    if (words[0] !== 'train') {
      throw new UsageError(
        'launch starts trainings: write the whole command after --, as in attgan launch -n 2 -- train ….',
      );
    }
    const own = ['cluster', 'task'].find((name) => words.some((word) => word.split('=')[0] === `--${name}`));
    if (own !== undefined) throw new UsageError(`launch gives --${own} to each process: leave it out.`);
    const addresses = (await freePorts(count)).map((port) => `127.0.0.1:${port}`).join(',');
    const lists = Array.from({ length: count }, (_, task) => [
      ...process.execArgv,
      process.argv[1] as string,
      ...words,
      ...threadsOf(words, count),
      '--cluster',
      addresses,
      '--task',
      String(task),
    ]);
    const endings = await launchProcesses(process.execPath, lists);
    const first = endings.find(({ code }) => code !== 0);
    if (first === undefined) return;
    // What the others say follows from it.
    if (first.index > 0) for (const line of first.complaints) output.report(`[${first.index}] ${line}`);
    throw errorOf(first);
  },
};

/** As many threads for each process as there are cores for it, unless the command says how many, or means another backend. */
function threadsOf(words: readonly string[], count: number): readonly string[] {
  const given = ['backend.threads', 'config'].some((name) => scanFlag(words, name).length > 0);
  const [backend = 'auto'] = scanFlag(words, 'backend');
  return given || !['auto', 'tensorflow'].includes(backend)
    ? []
    : ['--backend.threads', String(Math.max(1, Math.floor(availableParallelism() / count)))];
}

function errorOf({ index, code, signal }: Ending): AttganError {
  const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
  const line = `Process ${index} ${how}, so all processes ended.`;
  if (code === 130) return new InterruptedError('All processes stopped.');
  return code === 2 ? new UsageError(line) : new AttganError(line);
}
