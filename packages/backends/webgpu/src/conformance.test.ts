import { describeBackend } from '@attgan/conformance/vitest';
import { webgpuBackend } from './index.ts';

/** Half of the time for a twentieth of the cases; `attgan backends check webgpu` runs them. */
const SLOW = /^networks: (?!.*, prepared$)|^training:|^determinism: training/;
const software =
  (await webgpuBackend.whyUnavailable()) === undefined && (await webgpuBackend.slowerHere?.()) !== undefined;

/**
 * Dawn's driver in software has ended the process, once in a few runs and only beside other load, where one process opens
 * it again and again. processes.test.ts opens and closes it in processes of their own.
 */
const REOPENING = /^opening and closing:/;

function reasonToSkip(item: string): string | undefined {
  if (!software) return undefined;
  if (SLOW.test(item)) return 'too slow where a processor imitates the GPU';
  return REOPENING.test(item)
    ? 'the GPU in software is not stable when opened again; backends check runs it'
    : undefined;
}

describeBackend(webgpuBackend, { skip: ({ group, name }) => reasonToSkip(`${group}: ${name}`) });
