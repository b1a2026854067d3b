import { expect, test } from 'vitest';
import { gpuProblem } from './gpu-problem.ts';

const report = (version: string): string =>
  `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${version}  Wed May 31 23:00:00 UTC 2023\nGCC version: 12.2.0`;

test('without a driver it says so', () => {
  expect(gpuProblem(undefined, undefined)).toMatch(/^no NVIDIA driver is loaded/);
});

test.each(['470.223.02', '525.60.12', '525.9'])('driver %s is too old for CUDA 12', (version) => {
  expect(gpuProblem(report(version), undefined)).toBe(
    `the NVIDIA driver ${version} is too old: CUDA 12 needs 525.60.13 or newer`,
  );
});

test.each(['525.60.13', '525.125', '550.54.15'])('driver %s is not what is wrong', (version) => {
  expect(gpuProblem(report(version), '3')).toMatch(
    new RegExp(`^the NVIDIA driver ${version} is loaded, .*nvidia-smi.*CUDA_VISIBLE_DEVICES is 3$`),
  );
});

test('open kernel modules are understood', () => {
  const open = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  470.57.02  Release Build';
  expect(gpuProblem(open, undefined)).toMatch(/driver 470\.57\.02 is too old/);
});
