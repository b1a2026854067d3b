import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { faceChips } from './face-chips.ts';
import { openRecogniser } from './face-recogniser.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const WHOLE = { left: 0, top: 0, edge: 1 };
const EDGE = 150;
const pattern: Picture = {
  width: EDGE,
  height: EDGE,
  pixels: Uint8Array.from({ length: EDGE * EDGE * 3 }, (_, at) => {
    const [x, y, channel] = [Math.floor(at / 3) % EDGE, Math.floor(at / 3 / EDGE), at % 3];
    return (x * (channel + 1) + 2 * y) % 256;
  }),
};

test('embeddings are those of face-api itself, one by one or together, and memory is freed', async () => {
  const before = tf.memory().numTensors;
  const recogniser = await openRecogniser();
  const [single, both] = [await recogniser.embed([pattern], WHOLE), await recogniser.embed([pattern, pattern], WHOLE)];
  recogniser.dispose();
  recogniser.dispose();
  // face-api 1.7.15 on its cpu backend: computeFaceDescriptor of the same picture.
  [-0.0188, 0.092361, 0.054721, -0.01373, -0.064601, -0.03724].forEach((value, at) => {
    expect(single[at]).toBeCloseTo(value, 4);
  });
  expect(Math.hypot(...single)).toBeCloseTo(1.30713, 4);
  expect([...both.subarray(128)]).toEqual([...single]);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('missing weights and pictures that are not square are named in one line', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'attgan-weights-'));
  await expect(openRecogniser(empty)).rejects.toThrow(AttganError);
  await rm(empty, { recursive: true });
  expect(() => faceChips([{ width: 4, height: 8, pixels: new Uint8Array(96) }])).toThrow(/square pictures, not 4x8/);
});

test('a region of a ramp is a ramp', () => {
  const ramp: Picture = {
    width: 64,
    height: 64,
    pixels: Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => 2 * (Math.floor(at / 3) % 64)),
  };
  const chip = faceChips([ramp], { left: 0.25, top: 0.25, edge: 0.5 });
  const slope = (2 * 0.5 * 64) / EDGE;
  for (const x of [1, 40, 149]) {
    expect((chip[x * 3] as number) - (chip[0] as number)).toBeCloseTo(slope * x, 3);
  }
});
