import { defineBackend, UsageError } from '@attgan/core';
import { z } from 'zod';

export const onnxBackend = defineBackend({
  name: 'onnx',
  summary: 'edits by onnxruntime, with another backend for the rest: the fastest on processors, trains nothing',
  traits: { training: false, secondOrder: false, device: 'cpu', speed: 0, only: 'generators' },
  options: z.strictObject({
    threads: z.int().positive().optional().describe('of onnxruntime; one for each core when absent'),
    precision: z
      .enum(['fp32', 'int8'])
      .default('fp32')
      .describe('int8 computes in bytes, faster and a little less exact'),
    calibrate: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe('photos, or folders of photos, that int8 is fitted to'),
    cache: z.string().optional().describe('folder of converted models; one of the user’s own when absent'),
  }),
  whyUnavailable: async () => (await import('@attgan/export')).whyNoOnnxRuntime(),
  async open(options) {
    if (options.precision === 'int8' && options.calibrate === undefined) {
      throw new UsageError(
        '--backend.calibrate is missing: int8 needs photos to measure the values within the networks by.',
      );
    }
    return (await import('./open.ts')).open(options);
  },
});
