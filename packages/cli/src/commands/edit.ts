import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { editPictures, parseChange, readLabelsFile } from '@attgan/editor';
import { cropForModel, loadPicture, savePng } from '@attgan/pictures';
import type { Command } from '../command.ts';
import { MODEL_FLAGS, openModel, strengthOf } from '../open-model.ts';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff']);

export const command: Command = {
  name: 'edit',
  summary: 'changes attributes of photos',
  usage: 'IMAGE|DIR... --model DIR --set Eyeglasses=on|off|flip|NUMBER [--set …] --out DIR|FILE.png',
  flags: {
    ...MODEL_FLAGS,
    set: { type: 'text', repeatable: true, summary: 'ATTRIBUTE=on, off, flip or a number from -1 to 1' },
    labels: { type: 'text', summary: 'CelebA’s txt or csv of attributes, instead of predicting them' },
  },
  async run({ flags, words, output, root }) {
    if (words.length === 0) throw new UsageError('edit needs at least one image or folder.');
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: a folder, or a .png file for one image.');
    if (!flags.has('set')) throw new UsageError('--set is missing: for example --set Eyeglasses=on.');
    const images = await listImages(words);
    const single = extname(out).toLowerCase() === '.png';
    if (single && images.length > 1)
      throw new UsageError(`--out ${out} is one file, but there are ${images.length} images.`);
    const outputOf = (image: string): string => (single ? out : join(out, `${basename(image, extname(image))}.png`));
    checkDistinct(images, outputOf);
    const { editor, backend } = await openModel(flags, output, root);
    const { card } = editor;
    const changes = flags.all('set').map((text) => parseChange(text, card));
    const labels = flags.text('labels');
    const known = labels === undefined ? undefined : await readLabelsFile(labels, card.attributes);
    const written: { input: string; output: string; note: string }[] = [];
    for (const image of images) {
      const { picture, note } = await cropForModel(await loadPicture(image), card.size, card.crop);
      const [edited] = await editPictures(editor, [picture], changes, {
        ...strengthOf(flags),
        ...(known !== undefined && { labels: labelsOf(known, basename(image), labels as string) }),
      });
      const path = outputOf(image);
      if (!single) await mkdir(out, { recursive: true });
      await savePng(path, edited as NonNullable<typeof edited>);
      output.report(`${image}: ${note}.`);
      written.push({ input: image, output: path, note });
    }
    editor.dispose();
    await backend.close();
    output.result(written.map((each) => each.output).join('\n'), written);
  },
};

function labelsOf(known: ReadonlyMap<string, Uint8Array>, name: string, file: string): Uint8Array {
  const found = known.get(name);
  if (found !== undefined) return found;
  throw new AttganError(`${file} has no line for ${name}. Leave --labels out to predict them.`);
}

/** Two images of one name would leave one result. */
function checkDistinct(images: readonly string[], outputOf: (image: string) => string): void {
  const owners = new Map<string, string>();
  for (const image of images) {
    const path = outputOf(image);
    const owner = owners.get(path);
    if (owner !== undefined) {
      throw new UsageError(`${owner} and ${image} would both be written to ${path}. Edit them into different folders.`);
    }
    owners.set(path, image);
  }
}

/** Files as given, and the images of folders in the order of their names. */
async function listImages(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new AttganError(`There is no image or folder ${path}.`);
      if (!found.isDirectory()) return [path];
      const names = (await readdir(path)).filter((name) => IMAGES.has(extname(name).toLowerCase())).sort();
      if (names.length === 0) throw new AttganError(`The folder ${path} holds no image.`);
      return names.map((name) => join(path, name));
    }),
  );
  return lists.flat();
}
