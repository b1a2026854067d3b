import { AttganError, defineBackend } from '@attgan/core';
import { z } from 'zod';
import { JOINED_ON_GPU } from './default-join.ts';
import { type Folders, type Variant, foldersOf } from './folders.ts';
import { manifestProblem } from './manifest.ts';
import { type Published, publishedBinding } from './published.ts';
import { unsupported } from './unsupported.ts';

export const tensorflowBackend = defineBackend({
  name: 'tensorflow',
  summary:
    'TensorFlow on the CPU or an NVIDIA GPU, the fastest on a CPU; first run `attgan backends install tensorflow`',
  traits: { training: true, secondOrder: true, device: 'cpu', speed: 300, cluster: true },
  options: z.strictObject({
    threads: z.int().positive().optional().describe('number of threads; by default one for each core'),
    device: z
      .string()
      .regex(/^(cpu|gpu(:\d+)?)$/, 'cpu, gpu, or gpu:1 for the second GPU')
      .default('cpu')
      .describe('cpu, gpu, or gpu:1 for the second GPU; a GPU needs an installation with --cuda'),
    graph: z
      .enum(['auto', 'on', 'off'])
      .default('auto')
      .describe('record updates and edits and run each as one call: auto where possible, on or an error, off never'),
    kernels: z
      .enum(['auto', 'tensorflow'])
      .default('auto')
      .describe("fused kernels: auto, attgan's own on a CPU; tensorflow, TensorFlow's own, which a GPU always uses"),
    compile: z
      .enum(['off', 'xla'])
      .default('off')
      .describe('compile recorded updates and edits: off, or xla, with XLA; slower on a CPU, not measured on a GPU'),
    precision: z
      .enum(['float32', 'tf32'])
      .default('float32')
      .describe('of products on a GPU: float32, or tf32, which is faster and has 10 bits of mantissa'),
    joinUpTo: z
      .int()
      .nonnegative()
      .optional()
      .describe(
        `optimizers step tensors of up to so many numbers joined, in fewer operations; by default ${JOINED_ON_GPU} on a GPU without XLA, else 0, none`,
      ),
    deterministic: z
      .boolean()
      .default(true)
      .describe('whether equal inputs give equal bits on a GPU; false may be faster'),
  }),
  async whyUnavailable() {
    const found = find('cpu');
    return typeof found === 'string' ? found : undefined;
  },
  install: async (request) => (await import('./install/index.ts')).install(request),
  async open(options, place) {
    const { device } = options;
    const found = find(device);
    if (typeof found === 'string') throw new AttganError(`The tensorflow backend cannot run: ${found}.`);
    return (await import('./open.ts')).open({ ...options, found, place });
  },
});

const NOT_BUILT = 'not built yet for this version of attgan and this processor';

/**
 * The binding for `device`, or what is wrong with it: our own first, because it is faster. That for CUDA also runs on the CPU.
 */
function find(device: string): Folders | Published | string {
  const problem = unsupported();
  if (problem !== undefined) return problem;
  const variants: readonly Variant[] = device === 'cpu' ? ['cpu', 'cuda'] : ['cuda'];
  const problems = variants.map((variant) => {
    const { library, binding } = foldersOf(variant);
    return manifestProblem(library) ?? manifestProblem(binding)?.replace(/^not installed$/, NOT_BUILT);
  });
  const whole = variants[problems.indexOf(undefined)];
  if (whole !== undefined) return foldersOf(whole);
  const published = publishedBinding(device === 'cpu' ? 'cpu' : 'cuda');
  if (published !== undefined) return published;
  return `${problems[0]}: run \`attgan backends install tensorflow${device === 'cpu' ? '' : ' --cuda'}\``;
}
