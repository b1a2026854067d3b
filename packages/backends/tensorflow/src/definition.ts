import { AttganError, defineBackend } from '@attgan/core';
import { z } from 'zod';
import { type Folders, foldersOf } from './folders.ts';
import { manifestProblem } from './manifest.ts';
import { unsupported } from './unsupported.ts';

const INSTALL = 'run `attgan backends install tensorflow`';

export const tensorflowBackend = defineBackend({
  name: 'tensorflow',
  summary: 'TensorFlow on the CPU: the fastest without a GPU; installed with `attgan backends install tensorflow`',
  traits: { training: true, secondOrder: true, device: 'cpu', speed: 300 },
  options: z.strictObject({
    threads: z.int().positive().optional().describe('threads that compute; default: one for each core'),
  }),
  whyUnavailable: async () => unsupported() ?? problemOf(foldersOf('cpu')),
  install: async (request) => (await import('./install/index.ts')).install(request),
  async open(options) {
    const folders = foldersOf('cpu');
    const problem = unsupported() ?? problemOf(folders);
    if (problem !== undefined) throw new AttganError(`The tensorflow backend cannot run: ${problem}.`);
    return (await import('./open.ts')).openFolder(folders.binding, options);
  },
});

function problemOf({ library, binding }: Folders): string | undefined {
  const problem = manifestProblem(library) ?? manifestProblem(binding);
  return problem === undefined ? undefined : `${problem}: ${INSTALL}`;
}
