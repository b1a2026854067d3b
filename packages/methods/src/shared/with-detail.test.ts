import { smoothstep } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { withDetail } from './with-detail.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const FADE = { from: 0.2, to: 0.6 };
const images = (seed: number): tf.Tensor4D => tf.randomUniform<tf.Rank.R4>([2, 4, 4, 3], -0.8, 0.8, 'float32', seed);

test('edit + share·(1 − smoothstep(mean |edit − reconstruction|))·(face − reconstruction), cut to [−1, 1]', () => {
  const [edit, face, reconstruction] = [images(1), images(2), images(3)];
  const [e, f, r] = [edit, face, reconstruction].map((each) => each.dataSync()) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const found = withDetail(edit, face, reconstruction, { share: 0.75, fade: FADE }).dataSync();
  const shares = new Set<number>();
  found.forEach((value, at) => {
    const pixel = at - (at % 3);
    const size = [0, 1, 2].reduce((sum, channel) => sum + Math.abs(e[pixel + channel]! - r[pixel + channel]!) / 3, 0);
    const share = 0.75 * (1 - smoothstep(size, FADE.from, FADE.to));
    shares.add(share);
    expect(value).toBeCloseTo(Math.min(1, Math.max(-1, e[at]! + share * (f[at]! - r[at]!))), 5);
  });
  expect(shares.size).toBeGreaterThan(10);
});

test('smooth smooths the difference that is added to the face, and nothing of the face', () => {
  const [edit, face, reconstruction] = [images(1), images(2), images(3)];
  const found = withDetail(edit, face, reconstruction, { share: 1, smooth: true }).dataSync();
  const [e, f, r] = [edit, face, reconstruction].map((each) => each.dataSync()) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const inside = (place: number): number => Math.min(3, Math.max(0, place));
  found.forEach((value, at) => {
    const [image, y, x, channel] = [Math.floor(at / 48), Math.floor(at / 12) % 4, Math.floor(at / 3) % 4, at % 3];
    let added = 0;
    for (const [down, vertical] of [1, 2, 1].entries()) {
      for (const [right, horizontal] of [1, 2, 1].entries()) {
        const place = image * 48 + inside(y + down - 1) * 12 + inside(x + right - 1) * 3 + channel;
        added += (vertical * horizontal * (e[place]! - r[place]!)) / 16;
      }
    }
    expect(value).toBeCloseTo(Math.min(1, Math.max(-1, f[at]! + added)), 5);
  });
});

test('the edit’s gradient is that of the edit itself: nothing is gained by fading detail', () => {
  const [face, reconstruction] = [images(2), images(3)];
  const gradient = tf.grad((edit) =>
    tf.sum(withDetail(edit as tf.Tensor4D, face, reconstruction, { share: 0.25, fade: FADE })),
  );
  const found = gradient(tf.mul(images(1), 0.5));
  expect(new Set(found.dataSync())).toEqual(new Set([1]));
});
