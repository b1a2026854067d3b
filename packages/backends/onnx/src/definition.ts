import { defineBackend, UsageError } from '@attgan/core';
import { z } from 'zod';

export const onnxBackend = defineBackend({
  name: 'onnx',
  summary: 'edits by onnxruntime, with another backend for the rest: the fastest on processors, trains nothing',
  traits: { training: false, secondOrder: false, device: 'cpu', speed: 0, only: 'generators' },
  options: z.strictObject({
    threads: z.int().positive().optional().describe('number of threads of onnxruntime; by default one per core'),
    precision: z.enum(['fp32', 'int8']).default('fp32').describe('fp32, or int8: faster and a little less exact'),
    calibrate: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe('photos, or folders of photos, that int8 is calibrated on'),
    cache: z.string().optional().describe('folder of converted models; by default in attgan’s cache'),
  }),
  writes: { cache: [] },
  whyUnavailable: async () => (await import('./why-unavailable.ts')).whyUnavailable(),
  async open(options) {
    if (options.precision === 'int8' && options.calibrate === undefined) {
      throw new UsageError('--backend.calibrate is missing: name photos, or a folder of photos, to calibrate int8 on.');
    }
    return (await import('./open.ts')).open(options);
  },
});
