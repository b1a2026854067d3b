import { defineBackend, definePlugin } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

export const cpuBackend = defineBackend({
  name: 'cpu',
  summary: 'plain JavaScript: slow, exact, and the same everywhere',
  traits: { training: true, secondOrder: true, device: 'cpu', speed: 1 },
  options: z.strictObject({}),
  whyUnavailable: async () => undefined,
  async open() {
    await registerGradients();
    const { MathBackendCPU, version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
    // Importing it registers it, but closing it forgets it.
    if (tf.findBackendFactory('cpu') == null) tf.registerBackend('cpu', () => new MathBackendCPU());
    await tf.setBackend('cpu');
    return {
      name: 'cpu',
      description: `plain JavaScript (tfjs-backend-cpu ${version}), 1 thread`,
      close: async () => tf.removeBackend('cpu'),
    };
  },
});

export default definePlugin({ name: 'attgan-backend-cpu', provides: [cpuBackend] });
