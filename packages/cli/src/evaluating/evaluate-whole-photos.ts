import { UsageError } from '@attgan/core';
import { pastesText } from '@attgan/eval';
import { evaluatePhotos } from '@attgan/experiment';
import { openableBackend } from '../arguments/backend-choice.ts';
import type { FlagSpecs } from '../arguments/flags.ts';
import { integerFlag, positiveFlag } from '../arguments/number-flags.ts';
import type { CommandContext } from '../command.ts';
import { listImages } from '../editing/list-images.ts';
import { interruptible } from '../interrupt.ts';
import { failWith } from '../work-through.ts';

/** Flags of `attgan evaluate` that are about whole photos. */
export const PASTE_FLAGS: FlagSpecs = {
  paste: {
    type: 'text',
    summary: 'folder of whole photos: measure how edits of them look, pasted in every way, instead; --count is 60 then',
  },
  aligned: {
    type: 'text',
    summary: 'with --paste: folder of their aligned images, 178×218, of the same names, to measure alignment (none)',
  },
  labels: { type: 'text', summary: 'with --paste: CelebA’s txt or csv of their attributes (predicted by the model)' },
};

/** `attgan evaluate --paste`. */
export async function evaluateWholePhotos(
  { flags, output, registries }: CommandContext,
  folders: readonly string[],
  out: string,
): Promise<void> {
  const [model, ...others] = folders;
  if (model === undefined || others.length > 0) throw new UsageError('With --paste, name one --model.');
  const unused = ['split', 'strengths', 'metric', 'augmentation', 'data', 'shard'].find((name) => flags.has(name));
  if (unused !== undefined) throw new UsageError(`--${unused} means nothing with --paste. Leave one of them out.`);
  const { images: photos, failures: unread } = await listImages([flags.text('paste') ?? ''], out);
  if (photos.length === 0) failWith(unread, unread.length, 'measured', output);
  const count = integerFlag(flags, 'count');
  const strength = positiveFlag(flags, 'strength');
  const [aligned, labels, classifier] = [flags.text('aligned'), flags.text('labels'), flags.text('classifier')];
  const { report, onProgress } = output;
  await interruptible(output, 'Stopping; nothing is written.', async (signal) => {
    const { evaluation, written } = await evaluatePhotos(
      model,
      {
        photos,
        out,
        backend: openableBackend(flags, registries),
        signal,
        report,
        onProgress,
        ...(count !== undefined && { count }),
        ...(strength !== undefined && { strength }),
        ...(aligned !== undefined && { aligned }),
        ...(labels !== undefined && { labels }),
        ...(classifier !== undefined && { classifier }),
      },
      registries,
    );
    output.result([pastesText(evaluation), '', written.page, written.results].join('\n'), { ...written, evaluation });
    failWith([...unread, ...evaluation.failures], photos.length + unread.length, 'measured', output);
  });
}
