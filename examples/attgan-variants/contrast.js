import { defineFaceMetric } from '@attgan/eval';
import { z } from 'zod';

/** Networks that are unsure make grey. What is left of a picture's contrast when nothing of it is changed. */
export const contrast = defineFaceMetric({
  name: 'contrast',
  summary: 'share of a face’s contrast that its reconstruction keeps',
  unit: 'share',
  better: 'higher',
  options: z.strictObject({}),
  async observe({ faces, reconstructions }) {
    const copies = await reconstructions();
    return faces.map((face, index) => deviation(copies[index].pixels) / deviation(face.pixels));
  },
});

function deviation(levels) {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
}
