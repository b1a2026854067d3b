import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AttganError, messageOf, UsageError } from '@attgan/core';
import { checkChanges, DEFAULT_STRENGTH, parseChange, readLabelsFile } from '@attgan/editor';
import type { OpenModel } from '@attgan/experiment';
import { cropForModel, loadPicture, savePicture } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf, strengthOf } from '../arguments/model-flags.ts';
import type { Command } from '../command.ts';
import { listImages } from '../editing/list-images.ts';
import { placeResults, WRITTEN, type PlacedImage } from '../editing/place-results.ts';

export const command: Command = {
  name: 'edit',
  summary: 'changes attributes of photos',
  usage: `IMAGE|DIR... --model DIR --set Eyeglasses=on|off|flip|NUMBER [--set …] --out DIR|FILE`,
  flags: {
    ...MODEL_FLAGS,
    set: { type: 'text', repeatable: true, summary: 'ATTRIBUTE=on, off, flip or a number from -1 to 1' },
    labels: { type: 'text', summary: 'CelebA’s txt or csv of attributes (predicted by the model)' },
    out: { type: 'text', summary: `folder of the results as PNG, or a file (${WRITTEN.join(', ')}) for one image` },
  },
  parts: ['backend'],
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    if (words.length === 0) throw new UsageError('edit needs at least one image or folder.');
    const out = flags.text('out');
    if (out === undefined)
      throw new UsageError('--out is missing: a folder, or a file such as edited.png for one image.');
    if (!flags.has('set')) throw new UsageError('--set is missing: for example --set Eyeglasses=on.');
    const images = placeResults(await listImages(words), out);
    const model = await openModelOf(flags, output, registries);
    try {
      const { card } = model.editor;
      const changes = flags.all('set').map((text) => parseChange(text, card));
      checkChanges(changes, card);
      const file = flags.text('labels');
      const known = file === undefined ? undefined : await readLabelsFile(file, card.attributes);
      const written: object[] = [];
      const problems: string[] = [];
      for (const image of images) {
        try {
          const labels = labelsIn(known, image, file);
          const { note, ...result } = await editOne(model, image, changes, { ...strengthOf(flags), ...labels });
          output.report(`${image.path}: ${note}.`);
          written.push({ input: image.path, output: image.output, note, ...result });
        } catch (error) {
          if (!(error instanceof AttganError) || images.length === 1) throw error;
          problems.push(messageOf(error));
          output.report(`skipped: ${messageOf(error)}`);
        }
      }
      output.result((written as { output: string }[]).map((each) => each.output).join('\n'), written);
      if (problems.length > 0) {
        throw new AttganError(`${problems.length} of ${images.length} images were not edited; the reasons are above.`);
      }
    } finally {
      await model.close();
    }
  },
};

async function editOne(
  { editor }: OpenModel,
  { path, output }: PlacedImage,
  changes: ReturnType<typeof parseChange>[],
  { labels, strength }: { readonly labels?: Uint8Array; readonly strength?: number },
) {
  const { card } = editor;
  const { picture, note } = await cropForModel(await loadPicture(path), card.size, card.crop);
  const faces = await editor.open([picture]);
  const own = labels ?? (await faces.labels());
  const [edited] = await faces.edit(own, changes, strength === undefined ? {} : { strength }).finally(faces.dispose);
  await mkdir(dirname(output), { recursive: true });
  await savePicture(output, edited as NonNullable<typeof edited>);
  return {
    note,
    labels: Object.fromEntries(card.attributes.map((name, index) => [name, own[index] === 1])),
    strength: strength ?? card.strength ?? DEFAULT_STRENGTH,
  };
}

function labelsIn(
  known: Awaited<ReturnType<typeof readLabelsFile>> | undefined,
  { path }: PlacedImage,
  file: string | undefined,
): { labels?: Uint8Array } {
  if (known === undefined) return {};
  const found = known.get(basename(path));
  if (found !== undefined) return { labels: Uint8Array.from(found) };
  throw new AttganError(`${file} has no line for ${basename(path)}. Leave --labels out to predict them.`);
}
