import { expect, test } from 'vitest';
import { reasonOf } from './reason-of.ts';

test.each([
  ['it reads a tensor', 'it reads a tensor'],
  ['Invalid TF_Status: 3\nMessage: Shapes differ.\nThe op is created at: f', 'Shapes differ'],
  [
    "Invalid TF_Status: 3\nMessage: Detected unsupported operations when trying to compile graph f[_XlaMustCompile=true] on XLA_CPU_JIT: CropAndResize (No registered 'CropAndResize' OpKernel for XLA_CPU_JIT devices compatible with node {{node n3_0}}){{node n3_0}}, Bincount (No registered 'Bincount' OpKernel for XLA_CPU_JIT devices compatible with node {{node n4}}){{node n4}}\n\ttf2xla conversion failed",
    'XLA has no CropAndResize, Bincount',
  ],
  [`Invalid TF_Status: 13\nMessage: ${'x'.repeat(300)}`, 'x'.repeat(200)],
])('%j is %j', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason);
});
