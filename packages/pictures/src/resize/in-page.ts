import type { Picture } from '../picture.ts';
import { resample, type Area } from '../resample.ts';

// What `in-node.ts` does, without sharp; package.json's "imports" chooses.

/** A square of a picture at the model's size, by a cubic kernel. */
export async function resizeSquare(picture: Picture, area: Area, size: number): Promise<Picture> {
  return resample(picture, area, size, size, 'cubic');
}
