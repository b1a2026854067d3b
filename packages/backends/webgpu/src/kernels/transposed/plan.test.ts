import { expect, test } from 'vitest';
import type { Layer } from './layer.ts';
import { dispatchOf, GROUP_MEMORY, memoryOf, planOf } from './plan.ts';

function layer(edge: number, channels: number, outputs: number, batch = 1, kernel = 4, stride = 2): Layer {
  return {
    batch,
    height: edge,
    width: edge,
    channels,
    codes: 0,
    stored: channels,
    outHeight: edge * stride,
    outWidth: edge * stride,
    outputs,
    kernel,
    stride,
    top: 1,
    left: 1,
    halves: false,
    scale: false,
    shift: false,
    features: false,
    activation: 'linear',
  };
}

const everyLayer = [1, 2, 4, 7, 16, 64, 128].flatMap((edge) =>
  [1, 3, 4, 5, 9, 13, 16, 17, 33, 64, 500, 1024].flatMap((outputs) =>
    [1, 32].flatMap((batch) => [1, 2, 3].map((stride) => layer(edge, 64, outputs, batch, 4, stride))),
  ),
);

test('a group of threads fits every WebGPU device, and its threads load whole rows of a tile', () => {
  for (const each of everyLayer) {
    const plan = planOf(each);
    const threads = plan.across * plan.down * plan.split;
    expect(memoryOf(plan)).toBeLessThanOrEqual(GROUP_MEMORY);
    expect(threads).toBeLessThanOrEqual(256);
    expect([threads % plan.depth, plan.depth % plan.split, plan.depth % 8]).toEqual([0, 0, 0]);
  }
});

test('tiles cover the result', () => {
  for (const each of everyLayer) {
    const plan = planOf(each);
    const [down, across, remainders] = dispatchOf(each, plan);
    expect(down * plan.down * plan.pixels).toBeGreaterThanOrEqual(each.batch * each.height * each.width);
    expect(across * plan.across * 4).toBeGreaterThanOrEqual(each.outputs);
    expect(remainders).toBe(each.stride ** 2);
  }
});

// faces-128: from 4×4 to 128×128.
test.each([
  [4, 0, 512],
  [8, 512, 256],
  [16, 256, 128],
  [32, 128, 64],
  [64, 64, 3],
])('one face at %i pixels, %i channels to %i, has a group for each of the many processors of a GPU', (...sizes) => {
  const each = layer(...sizes);
  const groups = dispatchOf(each, planOf(each)).reduce((product, count) => product * count, 1);
  expect(groups).toBeGreaterThanOrEqual(128);
  expect(groups).toBeLessThanOrEqual(256);
});

test('batches of training have the large tile', () => {
  expect(planOf(layer(32, 128, 64, 32)).pixels).toBe(8);
  expect(planOf(layer(32, 128, 64, 1)).pixels).toBe(4);
});
