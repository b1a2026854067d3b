import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { wasmBackend } from '@attgan/backend-wasm';
import { runParity } from '@attgan/methods';
import { describe, expect, test } from 'vitest';

// The vectors are too large to ship; they lie beside a checkout of the maintainers'.
const folder = join(import.meta.dirname, '..', '..', 'shared', 'parity');

describe.skipIf(!existsSync(folder)).each([
  ['tensorflow', tensorflowBackend, {}],
  ['tensorflow with joined steps', tensorflowBackend, { joinUpTo: 2 ** 20 }],
  ['wasm', wasmBackend, {}],
])('on %s', (_, backend, options) => {
  test.each(['paper-64', 'paper-128', 'pytorch-128'])('%s trains as the PyTorch program did', async (name) => {
    if ((await backend.whyUnavailable()) !== undefined) return;
    const open = await backend.open(options);
    const report = await runParity(join(folder, name));
    await open.close();
    expect(report.groups.forward).toBeLessThan(1e-4);
    expect(report.groups.gradients).toBeLessThan(1e-3);
    expect(report.groups.losses).toBeLessThan(1e-3);
    expect(report.groups.parameters).toBeLessThan(1e-4);
  });
});
