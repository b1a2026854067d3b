import { InterruptedError, suggestion, UsageError, type Plugin } from '@attgan/core';
import { openRegistries } from '@attgan/experiment';
import { partFlags, partPrefixes } from './arguments/experiment-flags.ts';
import { COMMON_FLAGS, parseFlags, scanFlag } from './arguments/flags.ts';
import { trustedPlugins } from './arguments/trusted-plugins.ts';
import { commandNames, loadCommand } from './commands/index.ts';
import { describeError } from './describe-error.ts';
import { helpOf, overview } from './help.ts';
import { createOutput } from './output.ts';
import { guardStreams } from './streams.ts';
import { visible } from './visible.ts';

/** What the binary provides. */
export interface Program {
  readonly version: string;
  /** Plugins that need no --plugin: all of them, or those that edit with a model, or that import one. */
  builtIn(needs: 'all' | 'editing' | 'importing'): Promise<readonly Plugin[]>;
  /** Modules, as `import.meta.url`, whose dependencies hold models that are found by name. */
  readonly modules: readonly string[];
}

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export async function main(argv: readonly string[], program: Program): Promise<number> {
  const verbose = argv.includes('--verbose');
  const streams = guardStreams();
  try {
    await run(argv, program);
    await streams.finish();
    return 0;
  } catch (error) {
    const line = describeError(error, verbose);
    const asIs = error instanceof InterruptedError || (verbose && error instanceof Error);
    process.stderr.write(`${visible(asIs ? line : `error: ${line}`)}\n`);
    if (error instanceof InterruptedError) return 130;
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run([name, ...rest]: readonly string[], { version, builtIn, modules }: Program): Promise<void> {
  if (name === '--version') {
    process.stdout.write(`${version}\n`);
    return;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(await overview());
    return;
  }
  const command = await loadCommand(name);
  if (command === undefined) throw new UsageError(`Unknown command "${name}". ${suggestion(name, commandNames)}`);
  const root = process.cwd();
  // Before the flags are read, because plugins bring flags.
  const named = (await command.plugins?.(rest, root)) ?? [];
  const plugins = await trustedPlugins(scanFlag(rest, 'plugin'), named, root);
  // Plugins of other packages may be of any kind.
  const needs = plugins.length > 0 ? 'all' : (command.needs ?? 'all');
  const registries = await openRegistries({ builtIn: await builtIn(needs), plugins, root, modules });
  const parts = command.parts ?? [];
  const specs = { ...partFlags(parts, registries), ...command.flags };
  if (rest.includes('--help')) {
    process.stdout.write(visible(helpOf(command, { ...specs, ...COMMON_FLAGS }, registries)));
    return;
  }
  const { flags, words } = parseFlags(rest, specs, [...partPrefixes(parts, registries), ...(command.prefixes ?? [])]);
  await command.run({ flags, words, output: createOutput(flags.has('json')), root, registries });
}
