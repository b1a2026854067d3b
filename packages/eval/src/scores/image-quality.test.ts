import { randomKey, uniform } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import { expect, test } from 'vitest';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

const [width, height] = [40, 28];
const pictureOf = (values: Float32Array, base: (at: number) => number): Picture => ({
  width,
  height,
  pixels: Uint8Array.from(values, (value, at) => Math.max(0, Math.min(255, Math.floor(value + base(at))))),
});
const noise = (seed: number): Picture => pictureOf(uniform(randomKey(seed), width * height * 3, 0, 256), () => 0);
const smooth = (seed: number): Picture =>
  pictureOf(
    uniform(randomKey(seed), width * height * 3, -20, 20),
    (at) => ((at / 3) % width) * 4 + Math.floor(at / 3 / width) * 2 + 40,
  );

// scikit-image 0.26.0: peak_signal_noise_ratio(a, b, data_range=255),
// structural_similarity(a, b, channel_axis=2, data_range=255), np.abs(a.astype(float) - b).mean()
test.each([
  [noise(1), noise(2), 7.783570207006807, 0.018332739687384414, 84.95684523809524],
  [smooth(3), smooth(4), 24.039214413220144, 0.4676918958749076, 12.986904761904762],
  [noise(1), smooth(3), 8.953891680450118, 0.009387446730718783, 74.97291666666666],
])('PSNR, SSIM and L1 are those of scikit-image', (a, b, decibels, similarity, difference) => {
  expect(psnr(a, b)).toBeCloseTo(decibels, 9);
  expect(ssim(a, b)).toBeCloseTo(similarity, 9);
  expect(meanAbsoluteError(a, b)).toBeCloseTo(difference, 9);
});

test('a picture is like itself', () => {
  expect(psnr(noise(1), noise(1))).toBe(Infinity);
  expect(ssim(noise(1), noise(1))).toBe(1);
  expect(meanAbsoluteError(noise(1), noise(1))).toBe(0);
});

test('pictures of other sizes are refused', () => {
  const other = { ...noise(1), width: height, height: width };
  for (const measure of [psnr, ssim, meanAbsoluteError]) expect(() => measure(noise(1), other)).toThrow(RangeError);
});
