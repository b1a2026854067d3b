import type { Picture } from '@attgan/pictures';
import { expect, test } from 'vitest';
import { withDetail } from './with-detail.ts';

/** One pixel of a grey level. */
const grey = (level: number): Picture => ({ width: 1, height: 1, pixels: new Uint8Array([level, level, level]) });
const detailFade = { from: 0.2, to: 0.6 };

test('gives back less detail the more an edit differs from the reconstruction, and none from the fade’s end on', () => {
  const [face, reconstruction] = [grey(130), grey(100)];
  const card = { detail: 0.5, detailFade };
  const levelAt = (difference: number): number =>
    withDetail(grey(100 + difference * 127.5), face, reconstruction, card).pixels[0] as number;
  const bare = (difference: number): number => Math.floor(100 + difference * 127.5);
  expect([0, 0.1, 0.2].map((each) => levelAt(each) - bare(each))).toEqual([15, 15, 15]);
  expect(Math.abs(levelAt(0.4) - bare(0.4) - 7.5)).toBeLessThanOrEqual(0.5);
  expect([0.6, 0.8].map((each) => levelAt(each) - bare(each))).toEqual([0, 0]);
});

test('differences of one channel alone count a third, and all channels fade alike', () => {
  const edit = { ...grey(100), pixels: new Uint8Array([255, 100, 100]) };
  const [red, green] = withDetail(edit, grey(90), grey(100), { detail: 1, detailFade: { from: 0.1, to: 0.2 } }).pixels;
  // 155 of 127.5 in one of three channels: 0.405, beyond the end.
  expect([red, green]).toEqual([255, 100]);
});

test('without a fade, the share is the same everywhere', () => {
  expect(withDetail(grey(220), grey(130), grey(100), { detail: 1 }).pixels[0]).toBe(250);
});

test('smooths the difference that is added to the face, and nothing of the face', () => {
  const columns = (...levels: number[]): Picture => ({
    width: 4,
    height: 2,
    pixels: Uint8Array.from([...levels, ...levels].flatMap((level) => [level, level, level])),
  });
  const [face, reconstruction] = [columns(10, 200, 40, 90), columns(50, 50, 50, 50)];
  const reds = ({ pixels }: Picture): number[] => [...pixels].filter((_, at) => at % 3 === 0).slice(0, 4);
  const edit = columns(50, 90, 50, 50);
  expect(reds(withDetail(edit, face, reconstruction, { detail: 1, detailSmooth: true }))).toEqual([20, 220, 50, 90]);
  // Every second column 16 brighter and darker, as decoders paint: hardly anything of it is left.
  const pattern = columns(66, 34, 66, 34);
  expect(reds(withDetail(pattern, face, reconstruction, { detail: 1, detailSmooth: true }))).toEqual([18, 200, 40, 82]);
});
