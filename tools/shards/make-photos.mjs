// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Photos in one folder. */
const IN_FOLDER = 100;
const EDGE = 64;

/**
 * Writes crops of a portrait, each another one, 64×64 JPEG, 100 in a folder: names repeat from folder to folder.
 * @param {string} portrait
 * @param {string} folder
 * @param {number} count
 */
export async function makePhotos(portrait, folder, count) {
  const { data, info } = await sharp(portrait)
    .resize(300, 300)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (let index = 0; index < count; index++) {
    const within = join(folder, String(Math.floor(index / IN_FOLDER)).padStart(6, '0'));
    if (index % IN_FOLDER === 0) mkdirSync(within, { recursive: true });
    const room = info.width - 2 * EDGE;
    const region = {
      left: (index * 7) % room,
      top: Math.floor(index / room) % room,
      width: 2 * EDGE,
      height: 2 * EDGE,
    };
    const bytes = await sharp(data, { raw }).extract(region).resize(EDGE, EDGE).jpeg({ quality: 90 }).toBuffer();
    writeFileSync(join(within, `${String(index % IN_FOLDER).padStart(2, '0')}.jpg`), bytes);
  }
}
