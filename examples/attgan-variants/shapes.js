import { createDataset, defineData } from '@attgan/core';
import { z } from 'zod';

const counted = (usual, what) => z.int().positive().default(usual).describe(`images to ${what}`);

/** How far a point is from the middle, by shape: what is nearer than the radius is inside. */
const DISTANCES = [
  (x, y) => Math.hypot(x, y),
  (x, y) => Math.max(Math.abs(x), Math.abs(y)),
  (x, y) => Math.abs(x) + Math.abs(y),
];

/** A disc, a square or a diamond, large or small: nobody's faces, but anybody's to train on. */
export const shapes = defineData({
  name: 'shapes',
  summary: 'discs, squares and diamonds, drawn as they are asked for',
  options: z.strictObject({
    train: counted(120, 'train with'),
    validation: counted(12, 'validate with'),
    test: counted(24, 'test with'),
  }),
  open: async (counts, { size }) =>
    createDataset({
      attributes: ['Round', 'Square', 'Large'],
      exclusive: [['Round', 'Square']],
      size,
      counts,
      description: `discs, squares and diamonds, ${size}×${size}`,
      image: (split, index) => draw(split.length + index, size),
    }),
});

function draw(number, size) {
  const [shape, large] = [number % 3, Math.floor(number / 3) % 2];
  const radius = size * (large === 1 ? 0.4 : 0.22);
  const inside = (at) => DISTANCES[shape]((at % size) - size / 2, Math.floor(at / size) - size / 2) < radius;
  const colour = [40 + ((number * 37) % 180), 200 - ((number * 53) % 150), 90];
  const pixels = Uint8Array.from({ length: size * size * 3 }, (_, at) =>
    inside(Math.floor(at / 3)) ? colour[at % 3] : 20,
  );
  return { pixels, labels: [shape === 0, shape === 1, large] };
}
