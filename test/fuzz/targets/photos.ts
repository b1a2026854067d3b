import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPhoto } from '@attgan/photos';
import sharp from 'sharp';
import { jpegHeader } from '../../../packages/image-files/src/jpeg-header.ts';
import type { TargetsIn } from '../target.ts';

/** Photos of every format that is read, with what they may carry. */
export const photos: TargetsIn = async (folder) => {
  const small = sharp({ create: { width: 24, height: 16, channels: 3, background: '#a05040' } });
  const jpeg = small
    .clone()
    .jpeg({ progressive: true })
    .withExif({ IFD0: { Artist: 'a' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
  const formats = [small.clone().jpeg(), jpeg.clone(), small.clone().png(), small.clone().webp(), small.clone().gif()];
  const seeds = await Promise.all(
    [...formats, small.clone().tiff(), small.clone().avif()].map((each) => each.toBuffer()),
  );
  const path = join(folder, 'photo.jpg');
  return [
    {
      name: 'photos',
      seeds,
      async read(input) {
        await writeFile(path, input);
        return (await readPhoto(path)).picture.pixels.length;
      },
    },
    { name: 'jpeg-headers', seeds: seeds.slice(0, 2), read: (input) => void jpegHeader(input) },
  ];
};
