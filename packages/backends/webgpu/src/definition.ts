import { defineBackend } from '@attgan/core';
import { z } from 'zod';
import { isSoftware, nameOf } from './gpu/adapter.ts';

/** Below wasm: a GPU emulated by a processor is the slowest. */
const SOFTWARE_SPEED = 20;

export const webgpuBackend = defineBackend({
  name: 'webgpu',
  summary: 'WebGPU: any GPU, in Node (with the npm package webgpu) and in browsers',
  traits: { training: true, secondOrder: true, device: 'gpu', speed: 400 },
  options: z.strictObject({
    adapter: z.string().min(1).optional().describe('part of the name of the GPU to use, if there are several'),
    powerPreference: z
      .enum(['high-performance', 'low-power'])
      .default('high-performance')
      .describe('preferred kind of GPU'),
    software: z.enum(['allow', 'forbid']).default('allow').describe('whether a GPU emulated in software may be used'),
    editing: z
      .enum(['float32', 'half'])
      .default('float32')
      .describe('precision of the weights that edits read: half is half as much to read; training always uses float32'),
  }),
  async whyUnavailable() {
    const found = await (await import('#gpu')).probe();
    return typeof found === 'string' ? found : undefined;
  },
  async slowerHere() {
    const found = await (await import('#gpu')).probe();
    if (typeof found === 'string' || !isSoftware(found)) return undefined;
    return { speed: SOFTWARE_SPEED, why: `only ${nameOf(found)} here, which is software` };
  },
  open: async (options) => (await import('./open.ts')).open(options),
});
