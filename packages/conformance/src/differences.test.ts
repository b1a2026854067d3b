import { expect, test } from 'vitest';
import { gradient, slopeAlong } from './differences.ts';
import { createKinks, noKinks } from './kinks.ts';
import { convolve, deconvolve, filterGradient } from './reference/convolution.ts';
import { leakyRelu, normActivation } from './reference/normalise.ts';
import { draw, Values } from './values.ts';

const dot = (a: Values, b: Values): number =>
  a.data.reduce((sum, value, index) => sum + value * (b.data[index] as number), 0);

test('differences are right to nine digits, and are zero where nothing depends', () => {
  const f = ([x, y]: readonly Values[]): number => Math.sin(x?.data[0] as number) * Math.exp(y?.data[1] as number);
  const inputs = [new Values([1], [0.7]), new Values([2], [3, -0.4])];
  const [ofX, ofY] = gradient(f, inputs);
  expect(ofX?.data[0]).toBeCloseTo(Math.cos(0.7) * Math.exp(-0.4), 9);
  expect(ofY?.data[0]).toBe(0);
  expect(ofY?.data[1]).toBeCloseTo(Math.sin(0.7) * Math.exp(-0.4), 9);
  expect(inputs[1]?.data[1]).toBe(-0.4);
});

test('a difference of differences is right to six digits', () => {
  const f = ([x]: readonly Values[]): number => Math.sin((x?.data[0] as number) * (x?.data[1] as number));
  const direction = new Values([2], [0, 1]);
  const [second] = gradient((moved) => slopeAlong(f, moved, [direction]), [new Values([2], [0.5, 0.8])]);
  expect(second?.data[1]).toBeCloseTo(-Math.sin(0.4) * 0.25, 6);
});

test('a slope is that of the side of a kink on which it was first asked for', () => {
  const kinks = createKinks();
  const f = ([x]: readonly Values[]): number => {
    kinks.restart();
    return leakyRelu(x as Values, 0.1, kinks).data[0] as number;
  };
  const inputs = [new Values([1], [1e-5])];
  f(inputs);
  expect(gradient(f, inputs)[0]?.data[0]).toBeCloseTo(1, 9);
});

test('a convolution, its input gradient and its filter gradient are three faces of one product', () => {
  for (const [edge, kernel, stride] of [
    [6, 4, 2],
    [5, 3, 2],
    [7, 5, 1],
  ] as const) {
    const x = draw('x', [2, edge, edge, 3]);
    const filter = draw('filter', [kernel, kernel, 3, 2]);
    const y = convolve(x, filter, stride, 'same');
    const dy = draw('dy', y.shape);
    expect(y.shape).toEqual([2, Math.ceil(edge / stride), Math.ceil(edge / stride), 2]);
    expect(dot(deconvolve(dy, filter, stride, x.shape), x)).toBeCloseTo(dot(y, dy), 9);
    expect(dot(filterGradient(x, dy, filter.shape, stride), filter)).toBeCloseTo(dot(y, dy), 9);
  }
});

test('a convolution with ones sums what lies under it, padded as TensorFlow pads', () => {
  const ones = new Values([1, 4, 4, 1], new Float64Array(16).fill(1));
  const taps = new Values([3, 3, 1, 1], new Float64Array(9).fill(1));
  // Of one missing row, the one below is padded.
  expect([...convolve(ones, taps, 2, 'same').data]).toEqual([9, 6, 6, 4]);
  expect([...convolve(ones, taps, 1, 'valid').data]).toEqual([9, 9, 9, 9]);
});

test('what is normalised has mean 0 and variance 1 over what shares its moments', () => {
  const x = draw('x', [2, 3, 3, 4], 3, 5);
  const [gain, bias] = [new Values([4], [1, 1, 1, 1]), new Values([4], [0, 0, 0, 0])];
  for (const [kind, belongs] of [
    ['batch', (index: number) => index % 4 === 1],
    ['layer', (index: number) => index >= 36],
    ['instance', (index: number) => index >= 36 && index % 4 === 1],
  ] as const) {
    const { data } = normActivation(x, gain, bias, { kind, epsilon: 1e-12, slope: 1 }, noKinks);
    const own = [...data].filter((_, index) => belongs(index));
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    expect(mean).toBeCloseTo(0, 9);
    expect(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length).toBeCloseTo(1, 9);
  }
});
