import { basename } from 'node:path';
import { AttganError } from '@attgan/core';
import type { readLabelsFile } from '@attgan/editor';
import { sha256OfFile } from '@attgan/formats';
import { decodePhoto } from '@attgan/photos';
import { resultName, type MadeOfPhoto, type PhotoInput } from '@attgan/shards';
import { editFile, strengthIn, type ImageEditing } from '../editing/edit-image.ts';
import { VERSION } from './package-version.ts';

/** Labels that a file gives, by the names of photos. */
export interface KnownLabels {
  readonly file: string;
  readonly byName: Awaited<ReturnType<typeof readLabelsFile>>;
}

/** The labels of a photo; undefined without a file of labels. @throws AttganError where the file lacks the photo */
export function labelsIn(known: KnownLabels | undefined, path: string): Uint8Array | undefined {
  if (known === undefined) return undefined;
  const found = known.byName.get(basename(path));
  if (found !== undefined) return Uint8Array.from(found);
  throw new AttganError(`${known.file} has no line for ${basename(path)}. Leave --labels out to predict them.`);
}

/** All that edits depend on besides the photos. */
export async function editSettings(
  editing: ImageEditing,
  labels: KnownLabels | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { model, modelName, changes, align, options, onMissing, marked } = editing;
  const { provenance: _, ...card } = model.editor.card;
  return {
    attgan: VERSION,
    model: model.editor.sha256,
    // Only files that say so depend on what the model is called.
    ...(marked && { modelName }),
    card,
    backend: model.backend.name,
    changes,
    strength: strengthIn(editing),
    align: align ?? 'auto',
    ...options,
    onMissing,
    marked,
    ...(labels && { labels: await sha256OfFile(labels.file) }),
  };
}

/** Edits one photo of a list. */
export function photoEditor(
  editing: ImageEditing,
  labels: KnownLabels | undefined,
): (input: PhotoInput) => Promise<MadeOfPhoto> {
  return async ({ name, path = name, read }) => {
    const photo = await decodePhoto(path, await read());
    const place = (ending: string): string => resultName(name, ending);
    const { output, bytes, note, warnings } = await editFile(editing, photo, place, labelsIn(labels, name));
    if (output === undefined || bytes === undefined) return { files: [], note };
    return { files: [{ file: output, bytes, ...(warnings.length > 0 && { more: { warnings } }) }], note };
  };
}
