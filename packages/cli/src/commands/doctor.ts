import { execFile } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Command } from '../command.ts';
import { openRegistries } from '../registries.ts';

const execute = promisify(execFile);

export const command: Command = {
  name: 'doctor',
  summary: 'says what this machine has and what is missing',
  usage: '',
  flags: {},
  async run({ output, root }) {
    const { backend } = await openRegistries([], root);
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
    output.result(facts.map(([name, value]) => `${name.padEnd(20)} ${value}`).join('\n'), Object.fromEntries(facts));
  },
};

async function version(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { timeout: 20_000 });
    return stdout.split('\n')[0]?.trim() ?? '';
  } catch {
    return 'missing';
  }
}
