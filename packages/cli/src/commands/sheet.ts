import { extname } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import type { OpenModel } from '@attgan/experiment';
import { readPhoto, type PhotoFace } from '@attgan/photos';
import { contactSheet, savePng, type Picture } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf, strengthOf } from '../arguments/model-flags.ts';
import { DETECTOR_FLAGS, photoOptionsOf, PHOTO_FLAGS, PHOTO_PREFIXES } from '../arguments/photo-flags.ts';
import type { Command } from '../command.ts';
import { changedOnce, type SheetOptions } from '../editing/changed-once.ts';
import { faceTile } from '../editing/face-tile.ts';
import { guardInput } from '../guard-files.ts';

/** Strengths of the second page. */
const STRENGTHS = [0.5, 1, 2, 3];

export const command: Command = {
  name: 'sheet',
  summary: 'shows the faces of a photo with every attribute changed once, and at several strengths',
  usage: 'PHOTO [--face largest] --out FILE.png',
  flags: {
    ...MODEL_FLAGS,
    ...DETECTOR_FLAGS,
    paste: PHOTO_FLAGS.paste as NonNullable<(typeof PHOTO_FLAGS)['paste']>,
    out: {
      type: 'text',
      summary:
        'the first page, a .png file; the second, of the largest face, is written beside it as FILE-strengths.png',
    },
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    const [path] = words;
    if (path === undefined || words.length > 1) throw new UsageError('sheet takes one photo.');
    const out = flags.text('out') ?? '';
    if (extname(out).toLowerCase() !== '.png') throw new UsageError('--out must be a .png file, such as sheet.png.');
    const options = { ...photoOptionsOf(flags), ...strengthOf(flags) };
    const strengths = `${out.slice(0, -4)}-strengths.png`;
    for (const file of [out, strengths]) await guardInput(path, file);
    const model = await openModelOf(flags, output, registries);
    try {
      const { picture } = await readPhoto(path);
      const found = await model.findFaces(picture, options.detector);
      const { faces } = await model.editPhoto(picture, {}, { ...options, found });
      if (faces.length === 0)
        throw new AttganError(`${path}: no such face was found. For a picture that is one face, add --detector none.`);
      await savePng(out, await changedOnce(model, picture, faces, { ...options, found }));
      await savePng(strengths, await atStrengths(model, picture, faces[0] as PhotoFace, { ...options, found }));
      output.result(`${out}\n${strengths}`, { sheet: out, strengths, faces: faces.length });
    } finally {
      await model.close();
    }
  },
};

/** A row for each attribute, flipped in one face ever more strongly. */
async function atStrengths(model: OpenModel, photo: Picture, face: PhotoFace, options: SheetOptions): Promise<Picture> {
  const rows: Picture[][] = [];
  for (const attribute of model.attributes) {
    const row = [faceTile(photo, face)];
    for (const strength of STRENGTHS) {
      const { picture } = await model.editPhoto(
        photo,
        { [attribute]: 'flip' },
        { ...options, face: face.number, strength },
      );
      row.push(faceTile(picture, face));
    }
    rows.push(row);
  }
  return contactSheet({
    rows,
    columnLabels: ['photo', ...STRENGTHS.map(String)],
    rowLabels: model.attributes.map((name) => name.replaceAll('_', ' ')),
  });
}
