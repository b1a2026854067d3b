import { extname } from 'node:path';
import { UsageError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { animate, cropForModel, loadPicture, savePng, strip } from '@attgan/pictures';
import type { Command } from '../command.ts';
import { wholeNumber } from '../number-flags.ts';
import { MODEL_FLAGS, openModel, strengthOf } from '../open-model.ts';

export const command: Command = {
  name: 'slide',
  summary: 'shows one attribute of a photo from fully off to fully on',
  usage: 'IMAGE --model DIR --attribute Young [--steps 9] --out FILE(.png|.gif|.webp)',
  flags: {
    ...MODEL_FLAGS,
    attribute: { type: 'text', summary: 'the attribute that slides' },
    steps: { type: 'text', summary: 'pictures; 9 unless given' },
  },
  async run({ flags, words, output, root }) {
    const [image] = words;
    if (image === undefined || words.length > 1) throw new UsageError('slide takes one image.');
    const attribute = flags.text('attribute');
    if (attribute === undefined) throw new UsageError('--attribute is missing, for example --attribute Young.');
    const out = flags.text('out') ?? '';
    const kind = extname(out).toLowerCase();
    if (!['.png', '.gif', '.webp'].includes(kind)) throw new UsageError('--out must be a .png, .gif or .webp file.');
    const steps = wholeNumber(flags, 'steps', 2) ?? 9;
    const { editor, backend } = await openModel(flags, output, root);
    const { picture, note } = await cropForModel(await loadPicture(image), editor.card.size, editor.card.crop);
    output.report(`${image}: ${note}.`);
    const faces = await editor.open([picture]);
    const [pictures = []] = await faces.slide(await faces.labels(), attribute, steps, strengthOf(flags));
    faces.dispose();
    editor.dispose();
    await backend.close();
    if (kind === '.png') await savePng(out, strip(pictures));
    else await writeFileAtomically(out, await animate(pictures, kind === '.gif' ? 'gif' : 'webp', { pingpong: true }));
    output.result(out, { output: out, attribute, steps, note });
  },
};
