import type { Picture } from '@attgan/pictures';
import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const SIZE = 24;

/** One colour, so that a sheet tells by its pixels what it shows. */
function plain(colour: number): Picture {
  return { width: SIZE, height: SIZE, pixels: new Uint8Array(SIZE * SIZE * 3).fill(colour) };
}

/** How many pictures of this colour the sheet shows. */
function shown({ pixels }: Picture, colour: number): number {
  let count = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] === colour && pixels[at + 1] === colour && pixels[at + 2] === colour) count++;
  }
  return count / SIZE ** 2;
}

// No text is drawn in these: black on white passes through few greys, and through these at most in a pixel or two.
const [INPUT, TRUTH, BY_ONE, BY_OTHER] = [101, 131, 151, 171].map(plain) as [Picture, Picture, Picture, Picture];
const face = { input: INPUT, reconstruction: BY_ONE, edits: [BY_ONE, BY_ONE] };

test('under a face and its true edits stands a row for each model', () => {
  const faces = (by: Picture) => [{ ...face, reconstruction: by, edits: [by, by], truths: [TRUTH, TRUTH] }];
  const models = [
    { name: 'one', faces: faces(BY_ONE) },
    { name: 'other', faces: faces(BY_OTHER) },
  ];
  const sheet = sideBySide(models, ['Bald', 'Young']);
  expect(shown(sheet, 101)).toBeCloseTo(1, 1);
  expect(shown(sheet, 131)).toBeCloseTo(2, 1);
  expect(shown(sheet, 151)).toBeCloseTo(3, 1);
  expect(shown(sheet, 171)).toBeCloseTo(3, 1);
});

test('where true edits are unknown the face stands alone, and every face has its own rows', () => {
  const sheet = sideBySide([{ name: 'one', faces: [face, face] }], ['Bald', 'Young']);
  expect(shown(sheet, 101)).toBeCloseTo(2, 1);
  expect(shown(sheet, 151)).toBeCloseTo(6, 1);
  expect(shown(sheet, 131)).toBeCloseTo(0, 1);
});
