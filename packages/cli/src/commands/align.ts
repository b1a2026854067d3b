import { extname, join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import type { FaceChoice } from '@attgan/experiment';
import { makeFolder, writeFileAtomically } from '@attgan/formats';
import { readPhoto } from '@attgan/photos';
import { savePng } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf } from '../arguments/model-flags.ts';
import { DETECTOR_FLAGS, detectorOf, faceOf, PHOTO_PREFIXES } from '../arguments/photo-flags.ts';
import type { Command, CommandContext } from '../command.ts';
import { FORCE_FLAG, guardInputs, refuseExisting } from '../guard-files.ts';
import { listImages } from '../editing/list-images.ts';
import { cropFaces, alignSettings, photoAligner } from '../shards/align-many.ts';
import { runMany } from '../shards/run-many.ts';
import { isMany, MANY_FLAGS, manyFlags } from '../shards/shard-flags.ts';
import { failWith, workThrough } from '../work-through.ts';

/** A crop that was written, a line of faces.csv. */
interface AlignedCrop {
  readonly file: string;
  readonly photo: string;
  readonly face: number;
  readonly score: number;
  readonly transform: readonly number[];
  /** As the model's own classifier reads the crop. */
  readonly labels: readonly number[];
}

export const command: Command = {
  name: 'align',
  summary: 'cuts the faces of photos as CelebA’s images are: 178×218, aligned',
  usage: 'PHOTO|DIR... --out DIR',
  flags: {
    model: {
      type: 'text',
      summary: `${MODEL_FLAGS.model?.summary}; it reads the labels of faces.csv, for you to correct`,
    },
    ...DETECTOR_FLAGS,
    out: { type: 'text', summary: 'folder of the crops, as PNG, and of faces.csv with their labels' },
    ...FORCE_FLAG,
    ...MANY_FLAGS,
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run(context) {
    const { flags, words } = context;
    const out = flags.text('out');
    const isList = isMany(flags, words);
    if (words.length === 0 && !isList) throw new UsageError('align needs at least one photo or folder.');
    if (out === undefined) throw new UsageError('--out is missing: a folder for the crops and faces.csv.');
    const face = faceOf(flags);
    await (isList ? alignMany(context, face, out) : alignFew(context, face, out));
  },
};

/** Photos whose results are listed in a file. */
async function alignMany(
  { flags, words, output, registries }: CommandContext,
  face: FaceChoice,
  out: string,
): Promise<void> {
  if (flags.has('force')) throw new UsageError('--force means nothing for lists of photos, whose results are kept.');
  const many = manyFlags(flags, words);
  const model = await openModelOf(flags, output, registries);
  try {
    const aligning = { model, detector: detectorOf(flags), face };
    await runMany({
      command: 'align',
      done: 'aligned',
      words,
      flags: many,
      out,
      output,
      verbose: flags.has('verbose'),
      settings: alignSettings(aligning),
      make: photoAligner(aligning),
    });
  } finally {
    await model.close();
  }
}

async function alignFew(
  { flags, words, output, registries }: CommandContext,
  face: FaceChoice,
  out: string,
): Promise<void> {
  const table = join(out, 'faces.csv');
  await refuseExisting([table], flags);
  const { images: photos, failures: unread } = await listImages(words, out);
  const total = photos.length + unread.length;
  if (photos.length === 0) output.result('', unread);
  if (photos.length === 0) failWith(unread, total, 'aligned', output);
  const guard = await guardInputs(photos.map(({ path }) => path));
  const model = await openModelOf(flags, output, registries);
  try {
    await makeFolder(out);
    const aligning = { model, detector: detectorOf(flags), face };
    const crops: AlignedCrop[] = [];
    const taken = new Set<string>();
    const work = { task: 'align', output, verbose: flags.has('verbose') };
    const failed = await workThrough(photos, work, async ({ path, name }) => {
      const found = await cropFaces(aligning, (await readPhoto(path)).picture);
      if (found.length === 0) output.report(`${path}: no such face was found; skipped.`);
      const stem = name.slice(0, name.length - extname(name).length).replaceAll(/[\\/,"]/g, '-');
      for (const { picture, ...crop } of found) {
        const file = unused(taken, found.length === 1 ? stem : `${stem}-${crop.face}`);
        await guard(join(out, file));
        await savePng(join(out, file), picture);
        crops.push({ file, photo: name, ...crop });
      }
    });
    const failures = [...unread, ...failed];
    if (crops.length > 0) await writeFileAtomically(table, csvOf(crops, model.attributes));
    const summary = `${crops.length} faces of ${photos.length - failed.length} photos: ${table}`;
    output.result(crops.length > 0 ? summary : '', [...crops, ...failures]);
    failWith(failures, total, 'aligned', output);
    if (crops.length === 0) throw new AttganError(`No such face was found in ${photos.length} photos.`);
  } finally {
    await model.close();
  }
}

/** A label file as `--data folder` reads it: a crop a line, an attribute a column. */
function csvOf(crops: readonly AlignedCrop[], attributes: readonly string[]): string {
  const lines = crops.map(({ file, labels }) => [file, ...labels].join(','));
  return `${[['file', ...attributes].join(','), ...lines].join('\n')}\n`;
}

function unused(taken: Set<string>, stem: string): string {
  let name = `${stem}.png`;
  for (let count = 2; taken.has(name); count++) name = `${stem}~${count}.png`;
  taken.add(name);
  return name;
}
