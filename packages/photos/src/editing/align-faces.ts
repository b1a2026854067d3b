import type { Crop } from '@attgan/core';
import { cropForModel, type Picture } from '@attgan/pictures';
import type { FoundFace } from '../detecting/detector.ts';
import { ALIGNED, alignmentOf, modelAlignment, type FrameSquare } from '../geometry/aligned-frame.ts';
import { sampleArea } from '../geometry/sample-area.ts';
import { IDENTITY, invert, type Similarity } from '../geometry/similarity.ts';

/** What a model reads: `edge`-sized squares of aligned images, resized to `size` pixels. */
export interface ModelFrame {
  readonly size: number;
  readonly crop?: Crop;
}

/** A face as the model sees it, and where it lies. */
export interface AlignedFace {
  readonly found: FoundFace;
  /** From pixels of the photo to those of CelebA's frame of 178×218. */
  readonly alignment: Similarity;
  /** From pixels of the photo to those of `input`. */
  readonly toModel: Similarity;
  /** `size` by `size` pixels. */
  readonly input: Picture;
}

/** The paper's square, for models that were not trained on a crop of the frame. */
export const USUAL_SQUARE: FrameSquare = { x: 3, y: 26, edge: 170 };

/** Each face aligned by its points and cut as the model's training images were; a face without points is cropped as it is. */
export async function alignFaces(
  photo: Picture,
  faces: readonly FoundFace[],
  { size, crop }: ModelFrame,
): Promise<AlignedFace[]> {
  const square = crop !== undefined && isAligned(crop) ? crop : USUAL_SQUARE;
  return Promise.all(
    faces.map(async (found) => {
      if (found.points === undefined) return cropped(photo, found, size, crop);
      const alignment = alignmentOf(found.points);
      const toModel = modelAlignment(alignment, square, size);
      return { found, alignment, toModel, input: sampleArea(photo, invert(toModel), size, size) };
    }),
  );
}

/** The face of CelebA's shape, as its aligned images are. */
export function alignedImage(photo: Picture, alignment: Similarity): Picture {
  return sampleArea(photo, invert(alignment), ALIGNED.width, ALIGNED.height);
}

function isAligned({ width, height }: Pick<Crop, 'width' | 'height'>): boolean {
  return width === ALIGNED.width && height === ALIGNED.height;
}

async function cropped(photo: Picture, found: FoundFace, size: number, crop?: Crop): Promise<AlignedFace> {
  const { width, height } = photo;
  const { picture: input } = await cropForModel(photo, size, crop);
  if (crop !== undefined && crop.width === width && crop.height === height) {
    return { found, alignment: IDENTITY, toModel: modelAlignment(IDENTITY, crop, size), input };
  }
  const edge = Math.min(width, height);
  const square = { x: Math.floor((width - edge) / 2), y: Math.floor((height - edge) / 2), edge };
  const toModel = modelAlignment(IDENTITY, square, size);
  // Where that square would lie in the frame.
  const { x, y, edge: framed } = USUAL_SQUARE;
  const factor = framed / edge;
  const place = (start: number, from: number): number => start + factor * (0.5 - from) - 0.5;
  return { found, alignment: { a: factor, b: 0, x: place(x, square.x), y: place(y, square.y) }, toModel, input };
}
