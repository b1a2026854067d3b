import { createRequire } from 'node:module';
import { main } from '@attgan/cli';
import { builtInFor } from './built-in.ts';

/** Runs the command line `attgan ...argv`. @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  return main(argv, {
    version,
    builtIn: builtInFor,
    modules: [import.meta.url],
  });
}
