import { describeBackend } from '@attgan/conformance/vitest';
import { webgpuBackend } from './index.ts';

/** Half of the time for a twentieth of the cases; `attgan backends check webgpu` runs them. */
const SLOW = /^(networks|training):|^determinism: training/;
const software =
  (await webgpuBackend.whyUnavailable()) === undefined && (await webgpuBackend.slowerHere?.()) !== undefined;

describeBackend(webgpuBackend, {
  skip: ({ group, name }) =>
    software && SLOW.test(`${group}: ${name}`) ? 'too slow where a processor imitates the GPU' : undefined,
});
