import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const PORTRAIT = join(import.meta.dirname, '../../packages/photos/assets/astronaut.png');

/**
 * A photograph, a quarter less wide than high, with a large face above and a smaller one, mirrored, below.
 * @param width pixels
 */
export async function twoFaces(width: number): Promise<Sharp> {
  const portrait = await readFile(PORTRAIT);
  const head = sharp(portrait).extract({ left: 100, top: 0, width: 250, height: 290 });
  const [large, small] = await Promise.all([
    head.clone().resize(2000).png().toBuffer(),
    head.clone().flop().resize(1200).png().toBuffer(),
  ]);
  const whole = sharp({ create: { width: 3000, height: 4000, channels: 3, background: '#76818f' } }).composite([
    { input: large, left: 500, top: 60 },
    { input: small, left: 900, top: 2550 },
  ]);
  return sharp(await whole.png().toBuffer()).resize(width);
}
