import { nested, parseOptions, parseValue, UsageError } from '@attgan/core';
import { celeba, inspectCeleba, pack, type CelebaOptions } from '@attgan/data-celeba';
import type { Command } from '../command.ts';
import { wholeNumber } from '../number-flags.ts';

export const command: Command = {
  name: 'data',
  summary: 'inspects CelebA, or packs it for fast reading',
  usage: 'inspect|pack --data.root DIR [--size 128] [--out DIR]',
  flags: {
    size: { type: 'text', summary: 'with pack: height and width, pixels; 128 unless given' },
    out: { type: 'text', summary: 'with pack: folder; a cache that training finds unless given' },
  },
  dotted: true,
  async run({ flags, words, output }) {
    const [action] = words;
    const given = flags.dotted.reduce<Record<string, unknown>>((options, [path, value]) => {
      const [part, ...keys] = path.split('.');
      if (part !== 'data') throw new UsageError(`Unknown flag --${path}. data takes --data.… only.`);
      return { ...options, ...nested(keys, parseValue(value)) };
    }, {});
    const options = parseOptions(celeba.options, given, 'data') as CelebaOptions;
    if (action === 'inspect') {
      const report = await inspectCeleba(options);
      output.result(JSON.stringify(report, null, 2), report);
    } else if (action === 'pack') {
      const size = wholeNumber(flags, 'size', 8) ?? 128;
      const out = flags.text('out');
      let progress: ReturnType<typeof output.progress> | undefined;
      const summary = await pack({
        options,
        size,
        ...(out !== undefined && { out }),
        report: output.report,
        onProgress: (done, total) => (progress ??= output.progress(total)).update(done, 'images'),
      });
      output.result(`Packed ${summary.images} images in ${summary.folder}.`, summary);
    } else {
      throw new UsageError('Write: attgan data inspect, or attgan data pack.');
    }
  },
};
