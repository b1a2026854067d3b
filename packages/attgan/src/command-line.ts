import { createRequire } from 'node:module';
import { main } from '@attgan/cli';
import { builtIn, FOR_EDITING } from './built-in.ts';

/** Runs the command line `attgan ...argv`. @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  return main(argv, {
    version,
    builtIn: (needs) => (needs === 'editing' ? Promise.resolve(FOR_EDITING) : builtIn()),
    modules: [import.meta.url],
  });
}
