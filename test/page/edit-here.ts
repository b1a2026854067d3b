import { wasmBackend } from '@attgan/backend-wasm';
import { openClassifier } from '@attgan/classifier';
import { createRegistry } from '@attgan/core';
import { openEditor } from '@attgan/editor';
import nets from '@attgan/nets';
import { editPhoto, faceApi } from '@attgan/photos';
import { loadPicture } from '@attgan/pictures';
import { FACES_64 } from './models.ts';

/** What `attgan edit` does to photos, in this process. */
export interface EditsHere {
  /** Pixels of the photo with Eyeglasses on its largest face, by faces-64. */
  edit(file: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openEditsHere(): Promise<EditsHere> {
  const backend = await wasmBackend.open({});
  const editor = await openEditor(FACES_64.folder, {
    generator: createRegistry('generator', [nets]).get,
    critic: createRegistry('critic', [nets]).get,
    reader: () => openClassifier(FACES_64.reader.folder),
  });
  const detector = await faceApi.open({});
  return {
    async edit(file) {
      const photo = await loadPicture(file);
      const found = await detector.find(photo);
      const changes = [{ attribute: 'Eyeglasses', value: 'on' }] as const;
      return (await editPhoto(editor, photo, found, (face) => (face === 0 ? changes : []))).picture.pixels;
    },
    async close() {
      detector.close();
      editor.dispose();
      await backend.close();
    },
  };
}
