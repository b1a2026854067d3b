import { basename } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { readLabelsFile } from '@attgan/editor';
import { makeFolder } from '@attgan/formats';
import { MODEL_FLAGS, modelNameOf, openModelOf, photoStrengthOf } from '../arguments/model-flags.ts';
import { choiceFlag } from '../arguments/number-flags.ts';
import { alignmentOf, PHOTO_FLAGS, PHOTO_PREFIXES, photoOptionsOf } from '../arguments/photo-flags.ts';
import type { Command } from '../command.ts';
import { editImage, ON_MISSING, type ImageEditing } from '../editing/edit-image.ts';
import { parseFaceChanges } from '../editing/face-changes.ts';
import { guardInputs } from '../guard-files.ts';
import { listImages } from '../editing/list-images.ts';
import { placeResults, WRITTEN, type PlacedImage } from '../editing/place-results.ts';
import { failWith, workThrough } from '../work-through.ts';

export const command: Command = {
  name: 'edit',
  summary: 'changes attributes of the faces of photos',
  usage: `PHOTO|DIR... --set Eyeglasses=on|off|flip|NUMBER [--set 2:Bald=on …] --out DIR|FILE`,
  flags: {
    ...MODEL_FLAGS,
    set: {
      type: 'text',
      repeatable: true,
      summary: 'ATTRIBUTE=on, off, flip or a number from -1 to 1; 2:ATTRIBUTE=… for the second largest face only',
    },
    out: {
      type: 'text',
      summary: `folder of the results, each in its photo's format, or a file (${WRITTEN.join(', ')}) for one photo`,
    },
    ...PHOTO_FLAGS,
    'on-missing': { type: 'text', summary: 'a photo without a face: copy, skip or fail (skip)' },
    'no-mark': { type: 'switch', summary: 'do not say in the file’s XMP that it was edited' },
    labels: { type: 'text', summary: 'CelebA’s txt or csv of attributes (predicted by the model)' },
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    if (words.length === 0) throw new UsageError('edit needs at least one image or folder.');
    const out = flags.text('out');
    if (out === undefined)
      throw new UsageError('--out is missing: a folder, or a file such as edited.png for one image.');
    if (!flags.has('set')) throw new UsageError('--set is missing: for example --set Eyeglasses=on.');
    const align = alignmentOf(flags);
    const options = photoOptionsOf(flags);
    const onMissing = choiceFlag(flags, 'on-missing', ON_MISSING) ?? 'skip';
    const listed = await listImages(words, out);
    const images = placeResults(listed.images, out);
    const total = images.length + listed.failures.length;
    if (images.length === 0) output.result('', listed.failures);
    if (images.length === 0) failWith(listed.failures, total, 'edited', output);
    const guard = await guardInputs(images.map(({ path }) => path));
    const [first] = images;
    if (first?.file !== undefined) await guard(first.file);
    const model = await openModelOf(flags, output, registries);
    try {
      if (first?.file === undefined) await makeFolder(out);
      const { card } = model.editor;
      const editing: ImageEditing = {
        model,
        modelName: modelNameOf(flags),
        changes: parseFaceChanges(flags.all('set'), card),
        ...photoStrengthOf(flags),
        ...(align && { align }),
        options,
        onMissing,
        marked: !flags.has('no-mark'),
        guard,
      };
      const file = flags.text('labels');
      const known = file === undefined ? undefined : await readLabelsFile(file, card.attributes);
      const done: (Readonly<Record<string, unknown>> & { readonly output?: string })[] = [];
      let missing = 0;
      const work = { task: 'edit', output, verbose: flags.has('verbose') };
      const failed = await workThrough(images, work, async (image) => {
        const {
          warnings,
          details,
          missing: none,
          ...edited
        } = await editImage(editing, image, labelsIn(known, image, file));
        output.report(`${image.path}: ${edited.note}.`);
        for (const warning of warnings) output.report(`warning: ${image.path}: ${warning}; edits may disappoint.`);
        if (none === true) missing++;
        done.push({ input: image.path, ...edited, ...details });
      });
      const failures = [...listed.failures, ...failed];
      output.result(done.flatMap((each) => each.output ?? []).join('\n'), [...done, ...failures]);
      failWith(failures, total, 'edited', output);
      if (missing === images.length) {
        const what =
          images.length === 1
            ? `${images[0]?.path}: no such face was found`
            : `No such face was found in any of ${images.length} photos`;
        throw new AttganError(`${what}. For a picture that is one face, add --detector none.`);
      }
    } finally {
      await model.close();
    }
  },
};

function labelsIn(
  known: Awaited<ReturnType<typeof readLabelsFile>> | undefined,
  { path }: PlacedImage,
  file: string | undefined,
): Uint8Array | undefined {
  if (known === undefined) return undefined;
  const found = known.get(basename(path));
  if (found !== undefined) return Uint8Array.from(found);
  throw new AttganError(`${file} has no line for ${basename(path)}. Leave --labels out to predict them.`);
}
