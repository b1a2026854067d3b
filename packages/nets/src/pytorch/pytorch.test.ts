import { flatten } from '@attgan/kernels';
import { assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { attganCritic, attganGenerator } from '../index.ts';
import { fromPytorchLayout, permuted, toPytorchLayout } from './pytorch-layout.ts';
import { pytorchNames } from './pytorch-names.ts';

test('the tensors of a generator have the names of PyTorch’s state dict', () => {
  const { params, state } = attganGenerator.create({ preset: 'pytorch-128', width: 0.05 }, 13).weights;
  const names = pytorchNames([...flatten(params), ...flatten(state)].map(([name]) => name));
  expect(names.get('encoder/4/kernel')).toBe('enc_layers.4.layers.0.weight');
  expect(names.get('encoder/0/variance')).toBe('enc_layers.0.layers.1.running_var');
  expect(names.get('decoder/stages/3/bias')).toBe('dec_layers.3.layers.1.bias');
  expect(names.get('decoder/3/mean')).toBe('dec_layers.3.layers.1.running_mean');
  expect(names.get('decoder/image/kernel')).toBe('dec_layers.4.layers.0.weight');
  expect(names.get('decoder/image/bias')).toBe('dec_layers.4.layers.0.bias');
  expect(new Set(names.values()).size).toBe(5 * 5 + 4 * 5 + 2);
});

test('a layer of a critic without normalisation keeps its bias beside the kernel', () => {
  const { weights } = attganCritic.create({ preset: 'pytorch-128', width: 0.05 }, 13);
  const names = pytorchNames(flatten(weights).map(([name]) => name));
  expect(names.get('trunk/2/bias')).toBe('conv.2.layers.1.bias');
  expect(names.get('attributes/hidden/bias')).toBe('fc_cls.0.layers.0.bias');
  expect(names.get('adversarial/output/kernel')).toBe('fc_adv.1.layers.0.weight');
});

test('a network that PyTorch’s program does not know is refused by the name of its first tensor', () => {
  expect(() => pytorchNames(['intensities/gain'])).toThrow('no tensor for intensities/gain');
});

test('the last axis of a convolution counts what PyTorch’s first does', () => {
  const torch = { shape: [2, 3, 1, 2], values: Float32Array.from({ length: 12 }, (_, index) => index) };
  const { shape, values } = fromPytorchLayout(torch);
  expect(shape).toEqual([1, 2, 3, 2]);
  expect([...values]).toEqual([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
});

test('a dense layer after a feature map reads it place by place', () => {
  const torch = { shape: [1, 6], values: Float32Array.of(0, 1, 2, 10, 11, 12) };
  expect([...fromPytorchLayout(torch, 2).values]).toEqual([0, 10, 1, 11, 2, 12]);
});

const edge = integer({ min: 1, max: 4 });
test('there and back again changes nothing', () => {
  assert(
    property(tuple(edge, edge, edge, edge), edge, edge, ([a, b, c, d], units, channels) => {
      const numbered = (shape: number[]) => {
        const count = shape.reduce((product, each) => product * each, 1);
        return { shape, values: Float32Array.from({ length: count }, (_, index) => index) };
      };
      const kernel = numbered([a, b, c, d]);
      expect(toPytorchLayout(fromPytorchLayout(kernel))).toEqual(kernel);
      expect(permuted(permuted(kernel, [1, 2, 3, 0]), [3, 0, 1, 2])).toEqual(kernel);
      const dense = numbered([units, channels * a * b]);
      expect(toPytorchLayout(fromPytorchLayout(dense, channels), channels)).toEqual(dense);
      expect(toPytorchLayout(fromPytorchLayout(dense))).toEqual(dense);
    }),
  );
});
