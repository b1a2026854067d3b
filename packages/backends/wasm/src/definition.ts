import { defineBackend } from '@attgan/core';
import { z } from 'zod';

export const wasmBackend = defineBackend({
  name: 'wasm',
  summary: 'WebAssembly on one thread: runs wherever Node does, nothing to install',
  traits: { training: true, secondOrder: true, device: 'cpu', speed: 100 },
  options: z.strictObject({}),
  whyUnavailable: async () => ('WebAssembly' in globalThis ? undefined : 'this runtime has no WebAssembly'),
  open: async () => (await import('./open.ts')).open(),
});
