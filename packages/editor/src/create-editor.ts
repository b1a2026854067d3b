import { AttganError } from '@attgan/core';
import type { StoredModel } from '@attgan/formats';
import { disposeTree } from '@attgan/kernels';
import type { Picture } from '@attgan/pictures';
import { checkLabels } from './check-labels.ts';
import type { Editor, Faces } from './editor.ts';
import { inBatches } from './in-batches.ts';
import { closeGenerator } from './close-generator.ts';
import type { Networks } from './networks.ts';
import { picturesAtOnce } from './picture-cost.ts';
import { openFaces } from './open-faces.ts';

export function createEditor({ card, sha256 }: StoredModel, networks: Networks): Editor {
  const { generator, run, critic } = networks;
  const width = card.attributes.length;
  let open = true;

  /** One row of values for each picture. */
  async function rowsOf<T extends Uint8Array | Float32Array>(
    rows: T,
    pictures: readonly Picture[],
    read: (faces: Faces) => Promise<ArrayLike<number>>,
  ): Promise<T> {
    await inBatches(editor, pictures, async (faces, start) => rows.set(await read(faces), start * width));
    return rows;
  }

  const editor: Editor = {
    card,
    sha256,
    atOnce: picturesAtOnce(generator),
    async open(pictures) {
      if (!open) throw new AttganError('This editor is disposed. Open the model again.');
      return openFaces(pictures, card, networks);
    },
    predict: (pictures) => rowsOf(new Uint8Array(pictures.length * width), pictures, (faces) => faces.labels()),
    async edit(pictures, labels, changes, options) {
      return (await editor.editEach(pictures, labels, [changes], options)).flat();
    },
    async editEach(pictures, labels, variants, options) {
      checkLabels(labels, pictures.length, width);
      const edited = await inBatches(editor, pictures, (faces, start) =>
        faces.editEach(
          labels.subarray(start * width, (start + faces.count) * width),
          typeof variants === 'function' ? (position) => variants(start + position) : variants,
          options,
        ),
      );
      return edited.flat();
    },
    reconstruct: (pictures, labels) => editor.edit(pictures, labels, []),
    async slide(picture, label, attribute, steps, options) {
      const [slid] = await inBatches(editor, [picture], (faces) => faces.slide(label, attribute, steps, options));
      return (slid as Picture[][]).flat();
    },
    ...(generator.tellsIntensities === true && {
      intensities: (pictures: readonly Picture[]) =>
        rowsOf(
          new Float32Array(pictures.length * width),
          pictures,
          async (faces) => (await faces.intensities?.()) ?? [],
        ),
    }),
    dispose() {
      if (!open) return;
      open = false;
      closeGenerator(run);
      if (critic !== undefined) disposeTree(critic.params);
      networks.reader?.dispose();
    },
  };
  return editor;
}
