import { extname, join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import type { OpenModel } from '@attgan/experiment';
import { makeFolder, writeFileAtomically } from '@attgan/formats';
import { alignedImage, alignmentOf, matrixOf, readPhoto } from '@attgan/photos';
import { savePng } from '@attgan/pictures';
import { MODEL_FLAGS, openModelOf } from '../arguments/model-flags.ts';
import { DETECTOR_FLAGS, detectorOf, faceOf, PHOTO_PREFIXES } from '../arguments/photo-flags.ts';
import type { Command } from '../command.ts';
import { FORCE_FLAG, guardInputs, refuseExisting } from '../guard-files.ts';
import { listImages } from '../editing/list-images.ts';
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
  },
  parts: ['backend'],
  prefixes: PHOTO_PREFIXES,
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    const out = flags.text('out');
    if (words.length === 0) throw new UsageError('align needs at least one photo or folder.');
    if (out === undefined) throw new UsageError('--out is missing: a folder for the crops and faces.csv.');
    const face = faceOf(flags);
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
      const crops: AlignedCrop[] = [];
      const taken = new Set<string>();
      const work = { task: 'align', output, verbose: flags.has('verbose') };
      const failed = await workThrough(photos, work, async ({ path, name }) => {
        const found = await alignPhoto(
          model,
          detectorOf(flags),
          path,
          (number) => face === 'all' || number === (face === 'largest' ? 1 : face),
        );
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
  },
};

async function alignPhoto(
  model: OpenModel,
  detector: ReturnType<typeof detectorOf>,
  path: string,
  isWanted: (number: number) => boolean,
) {
  const { picture } = await readPhoto(path);
  const found = await model.findFaces(picture, detector);
  const crops = found.flatMap(({ points, score }, index) => {
    if (points === undefined || !isWanted(index + 1)) return [];
    const alignment = alignmentOf(points);
    return [{ face: index + 1, score, transform: matrixOf(alignment), picture: alignedImage(picture, alignment) }];
  });
  const labels = await model.predict(crops.map((crop) => crop.picture));
  const width = model.attributes.length;
  return crops.map((crop, index) => ({ ...crop, labels: [...labels.subarray(index * width, (index + 1) * width)] }));
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
