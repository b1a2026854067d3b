import type { Change } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import { checkLabels } from './check-labels.ts';
import type { Editor, EditOptions } from './editor.ts';
import { inBatches } from './in-batches.ts';

export interface EditPicturesOptions extends EditOptions {
  /** [pictures, attributes], 0 or 1; predicted by the model when absent. */
  readonly labels?: Uint8Array;
}

/**
 * The same changes made to every picture: uploads, predicts and edits, each picture once.
 * @param pictures of `editor.card.size` pixels on both sides; any number, processed in batches
 * @param changes a list, or values by attribute: `{ Eyeglasses: 'on' }`
 * @throws AttganError when labels are absent and the model has no classifier, or sizes or counts are wrong
 * @throws UsageError when changes contradict each other, or the model does not know an attribute
 */
export async function editPictures(
  editor: Pick<Editor, 'open' | 'atOnce' | 'card'>,
  pictures: readonly Picture[],
  changes: readonly Change[] | Readonly<Record<string, Change['value']>>,
  { labels, ...options }: EditPicturesOptions = {},
): Promise<Picture[]> {
  const wanted = isList(changes)
    ? changes
    : Object.entries(changes).map(([attribute, value]): Change => ({ attribute, value }));
  if (labels !== undefined) checkLabels(labels, pictures.length, editor.card.attributes.length);
  const width = editor.card.attributes.length;
  const batches = await inBatches(editor, pictures, async (faces, start) => {
    const own = labels?.subarray(start * width, (start + faces.count) * width) ?? (await faces.labels());
    return faces.edit(own, wanted, options);
  });
  return batches.flat();
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}
