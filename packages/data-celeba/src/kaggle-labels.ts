import { lineError, readLabelRows, shorten, SIGNED_LABELS, textRows } from '@attgan/image-files';
import type { LabelTable, TextFile } from '@attgan/image-files';

/** Reads Kaggle's `list_attr_celeba.csv`: the header `image_id,<names>`, then one line for each image. */
export function parseLabelCsv(file: TextFile): LabelTable {
  const rows = textRows(file);
  const [first = '', ...names] = rows[0] ?? [];
  if (first !== 'image_id') {
    throw lineError(file, 0, `expected a header that starts with "image_id", found "${shorten(first)}"`);
  }
  const attributes = names.map((name, index) => ({ name, column: index + 1 }));
  return readLabelRows(file, rows, { start: 1, width: names.length + 1, attributes, ...SIGNED_LABELS });
}
