import { AttganError, UsageError } from '@attgan/core';
import { readLabelsFile } from '@attgan/editor';
import { makeFolder } from '@attgan/formats';
import { MODEL_FLAGS, modelNameOf, openModelOf, photoStrengthOf } from '../arguments/model-flags.ts';
import { choiceFlag } from '../arguments/number-flags.ts';
import { alignmentOf, PHOTO_FLAGS, PHOTO_PREFIXES, photoOptionsOf } from '../arguments/photo-flags.ts';
import type { Flags } from '../arguments/flags.ts';
import type { Command, CommandContext } from '../command.ts';
import { editImage, ON_MISSING, type ImageEditing } from '../editing/edit-image.ts';
import { parseFaceChanges } from '../editing/face-changes.ts';
import { guardInputs } from '../guard-files.ts';
import { listImages } from '../editing/list-images.ts';
import { placeResults, WRITTEN } from '../editing/place-results.ts';
import { editSettings, labelsIn, photoEditor, type KnownLabels } from '../shards/edit-many.ts';
import { runMany } from '../shards/run-many.ts';
import { isMany, MANY_FLAGS, manyFlags } from '../shards/shard-flags.ts';
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
    ...MANY_FLAGS,
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run(context) {
    const { flags, words } = context;
    const out = flags.text('out');
    const isList = isMany(flags, words);
    if (words.length === 0 && !isList) throw new UsageError('edit needs at least one image or folder.');
    if (out === undefined)
      throw new UsageError('--out is missing: a folder, or a file such as edited.png for one image.');
    if (!flags.has('set')) throw new UsageError('--set is missing: for example --set Eyeglasses=on.');
    const choices = choicesOf(flags);
    await (isList ? editMany(context, choices, out) : editFew(context, choices, out));
  },
};

type Choices = Pick<ImageEditing, 'align' | 'options' | 'onMissing'>;

/** @throws UsageError for a wrong one, before the model is opened */
function choicesOf(flags: Flags): Choices {
  const align = alignmentOf(flags);
  return {
    ...(align && { align }),
    options: photoOptionsOf(flags),
    onMissing: choiceFlag(flags, 'on-missing', ON_MISSING) ?? 'skip',
  };
}

/** Opens the model for as long as `work` takes. */
async function withModel(
  { flags, output, registries }: CommandContext,
  choices: Choices,
  work: (editing: ImageEditing, known: KnownLabels | undefined) => Promise<void>,
): Promise<void> {
  const model = await openModelOf(flags, output, registries);
  try {
    const { card } = model.editor;
    const editing: ImageEditing = {
      model,
      modelName: modelNameOf(flags),
      changes: parseFaceChanges(flags.all('set'), card),
      ...photoStrengthOf(flags),
      ...choices,
      marked: !flags.has('no-mark'),
    };
    const file = flags.text('labels');
    await work(editing, file === undefined ? undefined : { file, byName: await readLabelsFile(file, card.attributes) });
  } finally {
    await model.close();
  }
}

/** Photos whose results are listed in a file. */
async function editMany(context: CommandContext, choices: Choices, out: string): Promise<void> {
  const { flags, words, output } = context;
  const many = manyFlags(flags, words);
  await withModel(context, choices, async (editing, known) => {
    await runMany({
      command: 'edit',
      done: 'edited',
      words,
      flags: many,
      out,
      output,
      verbose: flags.has('verbose'),
      settings: await editSettings(editing, known),
      make: photoEditor(editing, known),
    });
  });
}

async function editFew(context: CommandContext, choices: Choices, out: string): Promise<void> {
  const { flags, words, output } = context;
  const listed = await listImages(words, out);
  const images = placeResults(listed.images, out);
  const total = images.length + listed.failures.length;
  if (images.length === 0) output.result('', listed.failures);
  if (images.length === 0) failWith(listed.failures, total, 'edited', output);
  const guard = await guardInputs(images.map(({ path }) => path));
  const [first] = images;
  if (first?.file !== undefined) await guard(first.file);
  await withModel(context, choices, async (editing, known) => {
    if (first?.file === undefined) await makeFolder(out);
    const done: (Readonly<Record<string, unknown>> & { readonly output?: string })[] = [];
    let missing = 0;
    const work = { task: 'edit', output, verbose: flags.has('verbose') };
    const failed = await workThrough(images, work, async (image) => {
      const {
        warnings,
        details,
        missing: none,
        ...edited
      } = await editImage(editing, image, guard, labelsIn(known, image.path));
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
  });
}
