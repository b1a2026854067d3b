import { extname } from 'node:path';
import { UsageError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { animate, loadPicture, savePng, strip } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf, strengthOf } from '../arguments/model-flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'slide',
  summary: 'shows one attribute of a photo from fully off to fully on',
  usage: 'IMAGE --model DIR --attribute Young [--steps 9] --out FILE(.png|.gif|.webp)',
  flags: {
    ...MODEL_FLAGS,
    attribute: { type: 'text', summary: 'the attribute that slides' },
    steps: { type: 'text', summary: 'number of pictures (9)' },
    out: { type: 'text', summary: 'file: a .png strip, or a .gif or .webp animation' },
  },
  parts: ['backend'],
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    const [image] = words;
    if (image === undefined || words.length > 1) throw new UsageError('slide takes one image.');
    const attribute = flags.text('attribute');
    if (attribute === undefined) throw new UsageError('--attribute is missing, for example --attribute Young.');
    const out = flags.text('out') ?? '';
    const kind = extname(out).toLowerCase();
    if (!['.png', '.gif', '.webp'].includes(kind)) throw new UsageError('--out must be a .png, .gif or .webp file.');
    const steps = integerFlag(flags, 'steps', 2) ?? 9;
    const model = await openModelOf(flags, output, registries);
    try {
      const pictures = await model.slide(await loadPicture(image), attribute, steps, strengthOf(flags));
      if (kind === '.png') await savePng(out, strip(pictures, { labels: degrees(steps) }));
      else
        await writeFileAtomically(out, await animate(pictures, kind === '.gif' ? 'gif' : 'webp', { pingpong: true }));
      output.result(out, { output: out, attribute, steps });
    } finally {
      await model.close();
    }
  },
};

/** From −1, fully off, to 1, fully on. */
function degrees(steps: number): string[] {
  return Array.from({ length: steps }, (_, step) => String(Math.round((-1 + (2 * step) / (steps - 1)) * 100) / 100));
}
