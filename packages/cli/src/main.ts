import { createRequire } from 'node:module';
import { AttganError, InterruptedError, suggestion, UsageError } from '@attgan/core';
import type { Command } from './command.ts';
import { commandNames, loadCommand } from './commands/index.ts';
import { COMMON_FLAGS, parseFlags, type FlagSpecs } from './flags.ts';
import { createOutput } from './output.ts';

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  const verbose = argv.includes('--verbose');
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreGoneReader);
  try {
    await run(argv);
    return 0;
  } catch (error) {
    process.stderr.write(`${describe(error, verbose)}\n`);
    if (error instanceof InterruptedError) return 130;
    return error instanceof UsageError ? 2 : 1;
  }
}

/** `| head` stops reading when it has seen enough. That is no error, and no reason to end a training. */
function ignoreGoneReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function run([name, ...rest]: readonly string[]): Promise<void> {
  if (name === '--version') {
    const require = createRequire(import.meta.url);
    process.stdout.write(`${(require('../package.json') as { version: string }).version}\n`);
    return;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(await overview());
    return;
  }
  const command = await loadCommand(name);
  if (command === undefined) throw new UsageError(`Unknown command "${name}". ${suggestion(name, commandNames)}`);
  if (rest.includes('--help')) {
    process.stdout.write(helpOf(command));
    return;
  }
  const { flags, words } = parseFlags(rest, command.flags, command.dotted === true);
  await command.run({ flags, words, output: createOutput(flags.has('json')), root: process.cwd() });
}

/** One line for what the user can mend; a stack trace for defects and under --verbose. */
function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  if (verbose && error.stack !== undefined) return error.stack;
  const line = error.message.replaceAll('\n', ' ');
  if (error instanceof InterruptedError) return line;
  const known = error instanceof AttganError || isRefusal(error);
  return known ? `error: ${line}` : `error: ${line} (a defect of attgan; --verbose shows where)`;
}

/** A full disk or a folder without permission: the machine refused, and its message names the file. */
function isRefusal(error: NodeJS.ErrnoException): boolean {
  return (
    error.syscall !== undefined &&
    ['EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'EDQUOT', 'ENOTDIR'].includes(error.code ?? '')
  );
}

async function overview(): Promise<string> {
  const commands = await Promise.all(commandNames.map(async (name) => (await loadCommand(name)) as Command));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`);
  return `attgan: facial attribute editing that changes only what you asked for\n\n${lines.join('\n')}\n\nattgan COMMAND --help says more.\n`;
}

function helpOf({ name, summary, usage, flags, dotted }: Command): string {
  const list = (specs: FlagSpecs): string =>
    Object.entries(specs)
      .map(([flag, { type, summary: text }]) => `  ${`--${flag}${type === 'text' ? ' …' : ''}`.padEnd(18)} ${text}`)
      .join('\n');
  const parts =
    dotted === true
      ? '\n\nOptions of the parts have dots: --data.root DIR, --generator.preset paper-64. `attgan plugins` lists them.'
      : '';
  return `attgan ${name} ${usage}\n${summary}\n\n${list({ ...flags, ...COMMON_FLAGS })}${parts}\n`;
}
