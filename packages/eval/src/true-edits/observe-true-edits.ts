import type { Picture } from '@attgan/pictures';
import type { Sample } from '../evaluation/sample.ts';
import type { Rows } from '../metrics/metric.ts';
import { compareEdit } from '../scores/compare-edit.ts';
import { SUMS } from './edit-errors.ts';

/**
 * Flips each attribute of each face and compares it with the true edit.
 * @param threshold as in `compareEdit`
 * @returns the sums of each face, [faces, `SUMS`], by attribute
 */
export async function observeTrueEdits(sample: Sample, threshold?: number): Promise<Record<string, Rows>> {
  const [edits, truths] = [await sample.edits(), await sample.truths()];
  const rows = sample.subject.attributes.map((name, attribute): [string, Rows] => {
    const values = sample.faces.flatMap(({ pixels }, face) => {
      const [truth, ours] = [truths[attribute]?.[face], edits[attribute]?.[face]] as [Picture, Picture];
      const sums = compareEdit(pixels, truth.pixels, ours.pixels, threshold);
      return SUMS.map((sum) => sums[sum]);
    });
    return [name, { width: SUMS.length, values: Float32Array.from(values) }];
  });
  return Object.fromEntries(rows);
}
