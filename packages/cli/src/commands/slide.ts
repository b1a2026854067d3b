import { extname } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { MOST_STEPS } from '@attgan/editor';
import type { EditPhotoOptions, OpenModel } from '@attgan/experiment';
import { writeFileAtomically } from '@attgan/formats';
import { readPhoto } from '@attgan/photos';
import { animate, savePng, strip, type Picture } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf, strengthOf } from '../arguments/model-flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import { alignmentOf, PHOTO_FLAGS, PHOTO_PREFIXES, photoOptionsOf } from '../arguments/photo-flags.ts';
import type { Command } from '../command.ts';
import { guardInput } from '../guard-files.ts';
import { isCrop } from '../editing/is-crop.ts';
import { shrinkTo } from '../editing/thumbnails.ts';

export const command: Command = {
  name: 'slide',
  summary: 'shows one attribute of a photo from fully off to fully on',
  usage: 'PHOTO --attribute Young [--steps 9] --out FILE(.png|.gif|.webp)',
  flags: {
    ...MODEL_FLAGS,
    attribute: { type: 'text', summary: 'the attribute that slides' },
    steps: { type: 'text', summary: 'number of pictures, from 2 to 200 (9)' },
    size: { type: 'text', summary: 'longer side that each picture of a whole photo is shrunk to, pixels (512)' },
    out: { type: 'text', summary: 'file: a .png strip, or a .gif or .webp animation' },
    ...PHOTO_FLAGS,
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    const [image] = words;
    if (image === undefined || words.length > 1) throw new UsageError('slide takes one image.');
    const attribute = flags.text('attribute');
    if (attribute === undefined) throw new UsageError('--attribute is missing, for example --attribute Young.');
    const out = flags.text('out') ?? '';
    const kind = extname(out).toLowerCase();
    if (!['.png', '.gif', '.webp'].includes(kind)) throw new UsageError('--out must be a .png, .gif or .webp file.');
    const steps = integerFlag(flags, 'steps', 2, MOST_STEPS) ?? 9;
    const longest = integerFlag(flags, 'size', 16) ?? 512;
    await guardInput(image, out);
    const model = await openModelOf(flags, output, registries);
    try {
      const { picture } = await readPhoto(image);
      const pictures = isCrop(picture, model, alignmentOf(flags))
        ? await model.slide(picture, attribute, steps, strengthOf(flags))
        : await slideWhole(
            model,
            picture,
            attribute,
            steps,
            { ...photoOptionsOf(flags), ...strengthOf(flags) },
            longest,
          );
      if (pictures.length === 0) {
        throw new AttganError(`${image}: no such face was found. For a picture that is one face, add --align none.`);
      }
      if (kind === '.png') await savePng(out, strip(pictures, { labels: degrees(steps) }));
      else
        await writeFileAtomically(out, await animate(pictures, kind === '.gif' ? 'gif' : 'webp', { pingpong: true }));
      output.result(out, { output: out, attribute, steps });
    } finally {
      await model.close();
    }
  },
};

/** The whole photo at each step, shrunk. */
async function slideWhole(
  model: OpenModel,
  photo: Picture,
  attribute: string,
  steps: number,
  options: EditPhotoOptions,
  longest: number,
): Promise<Picture[]> {
  const edits = await model.slidePhoto(photo, attribute, steps, options);
  return Promise.all(edits.map(async ({ picture }) => shrinkTo(picture, longest)));
}

/** From −1, fully off, to 1, fully on. */
function degrees(steps: number): string[] {
  return Array.from({ length: steps }, (_, step) => String(Math.round((-1 + (2 * step) / (steps - 1)) * 100) / 100));
}
