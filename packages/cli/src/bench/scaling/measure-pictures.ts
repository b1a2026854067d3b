import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PORTRAIT } from '@attgan/photos';
import { loadPicture, resample, savePicture, type Picture } from '@attgan/pictures';
import type { Measuring } from './measure-networks.ts';
import { runProcesses } from './run-process.ts';

/** CelebA's aligned photos, which models take as they are. */
const CROP = { width: 178, height: 218 };

/**
 * Edits so many copies of the portrait that comes along, as whole photos of 512×512 pixels and cut to 178×218 pixels: what
 * `attgan edit` takes, from its start to its end, and its most memory.
 */
export async function measurePictures(count: number, measuring: Measuring): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-scaling-'));
  try {
    const portrait = await loadPicture(PORTRAIT);
    const photos = await measure(folder, 'photos', portrait, count, measuring);
    const faces = await measure(folder, 'faces', cropOf(portrait), count, measuring);
    return { photos_s: photos.seconds, faces_s: faces.seconds, photos_mb: photos.mb, faces_mb: faces.mb };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  folder: string,
  name: string,
  picture: Picture,
  count: number,
  { passed, signal }: Measuring,
): Promise<{ readonly seconds: number; readonly mb: number }> {
  const inputs = join(folder, name);
  await mkdir(inputs);
  const first = join(inputs, '0.jpg');
  await savePicture(first, picture);
  for (let index = 1; index < count; index++) await copyFile(first, join(inputs, `${index}.jpg`));
  const out = join(folder, `${name} edited`);
  const command = ['edit', inputs, '--set', 'Eyeglasses=on', '--out', out, '--json', ...passed];
  const [run] = await runProcesses([command], signal);
  return { seconds: Math.round(100 * (run?.seconds ?? NaN)) / 100, mb: run?.mb ?? NaN };
}

/** The middle of a square photo at the shape of CelebA's. */
function cropOf(photo: Picture): Picture {
  const width = Math.round((photo.height * CROP.width) / CROP.height);
  const area = { x: (photo.width - width) >> 1, y: 0, width, height: photo.height };
  return resample(photo, area, CROP.width, CROP.height, 'cubic');
}
