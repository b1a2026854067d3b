import { AttganError } from '@attgan/core';
import { runCommand } from '../run-command.ts';

export const PYTHON = 'python3';

/** The C++ compiler: `CXX`, else g++. */
export function compiler(): string {
  return process.env['CXX'] || 'g++';
}

const INSTALLING = 'Installing TensorFlow';

/** What an installation runs, and what to say where it is missing. */
function tools() {
  return [
    {
      command: [PYTHON, '--version'],
      missing: `${INSTALLING} needs python3 with pip, and there is no python3 on PATH. Debian: apt install python3-pip.`,
    },
    {
      command: [PYTHON, '-m', 'pip', '--version'],
      missing: `${INSTALLING} needs pip, and python3 has none. Debian: apt install python3-pip.`,
    },
    {
      command: ['npm', '--version'],
      missing: `${INSTALLING} fetches sources with npm, and there is no npm on PATH.`,
    },
    {
      command: [compiler(), '--version'],
      missing: `${INSTALLING} compiles a small binding, and ${compiler()} does not run. Install a C++ compiler (Debian: apt install g++), or name one in CXX.`,
    },
  ];
}

/** @throws AttganError that names the first tool that does not run; before anything is downloaded */
export async function requireTools(): Promise<void> {
  for (const { command, missing } of tools()) {
    const [program, ...args] = command as [string, ...string[]];
    await runCommand(program, args, INSTALLING).catch(() => {
      throw new AttganError(missing);
    });
  }
}
