import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const PORTRAIT = join(import.meta.dirname, '../../packages/photos/assets/astronaut.png');

/**
 * A photograph, a quarter less wide than high, with a large face above and a smaller one, mirrored, below.
 * @param width pixels
 */
export async function twoFaces(width: number): Promise<Sharp> {
  const scaled = (size: number): number => Math.round((size * width) / 3000);
  const head = sharp(await readFile(PORTRAIT)).extract({ left: 100, top: 0, width: 250, height: 290 });
  const [large, small] = await Promise.all([
    head.clone().resize(scaled(2000)).png({ compressionLevel: 0 }).toBuffer(),
    head.clone().flop().resize(scaled(1200)).png({ compressionLevel: 0 }).toBuffer(),
  ]);
  const size = { width, height: scaled(4000), channels: 3 } as const;
  const raw = await sharp({ create: { ...size, background: '#76818f' } })
    .composite([
      { input: large, left: scaled(500), top: scaled(60) },
      { input: small, left: scaled(900), top: scaled(2550) },
    ])
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(raw, { raw: size });
}
