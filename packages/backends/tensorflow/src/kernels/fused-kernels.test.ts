import { checkBackend } from '@attgan/conformance';
import { normActivationKernel } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { tensorflowBackend } from '../index.ts';
import { fusedKernels } from './fused-kernels.ts';

const options = { threads: 2, kernels: 'tensorflow' } as const;
beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: (line) => console.log(line) });
}, 300_000);

test.each(['kernels', 'normalisation', 'gradient penalty', 'training'])(
  'TensorFlow’s own kernels pass the cases of %s',
  async (only) => {
    const { results } = await checkBackend(tensorflowBackend, { options, only });
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    const kernel = tf.getKernel(normActivationKernel.name, 'tensorflow');
    expect(fusedKernels).toContain(kernel);
  },
);

test('kernels cannot be changed in a process, and the error says so', async () => {
  await expect(tensorflowBackend.open({ threads: 2 })).rejects.toThrow(
    'This process runs TensorFlow with other kernels and cannot change them. Start another process.',
  );
});
