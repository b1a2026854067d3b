import type { Picture } from '@attgan/pictures';
import { invert, scaleOf, transform, type Point, type Similarity } from '../geometry/similarity.ts';
import { feather } from '../geometry/smooth.ts';
import { LAYERS, shrinkLayers, type EditLayers } from './edit-layers.ts';
import { sampleLayers } from './sample-layers.ts';
import type { PasteStrategy } from './paste-strategy.ts';

/** Where `EditLayers` hold how much detail fades, and the aligned face. */
const [FADING, FACE] = [3, 4];

/** The corners in the photo of the square that an edit may change: top left, top right, bottom right, bottom left of the face. */
export function squareCorners(toModel: Similarity, size: number): Point[] {
  const back = invert(toModel);
  const [low, high] = [-0.5, size - 0.5];
  return [
    { x: low, y: low },
    { x: high, y: low },
    { x: high, y: high },
    { x: low, y: high },
  ].map((corner) => transform(back, corner));
}

/**
 * Puts an edit into the photo, in place. With Δ what is added, α how much detail fades, x the aligned face, and m rising from 0 on the
 * square's border, each enlarged by cubic interpolation: photo + m·(Δ − α·(photo − x)); of the bare edit e: photo + m·(e − photo).
 * Nothing outside the square of `squareCorners` changes, and nothing inside where Δ and α are 0.
 * @param photo changed
 * @param alignment from pixels of the photo to those of the layers
 */
export function composeEdit(photo: Picture, given: EditLayers, alignment: Similarity, strategy: PasteStrategy): void {
  const { layers, toModel } = forPhoto(given, alignment);
  const { width, height } = layers;
  const { pixels } = photo;
  const { a, b } = toModel;
  const border = strategy.feather * width;
  const bare = strategy.adds === 'edit';
  const fades = strategy.fade !== undefined && !bare;
  // What is read: what is added, how much detail fades, and only where some does, the face.
  const read = new Float64Array(LAYERS);
  for (const { y, from, to } of rowsOf(photo, toModel, layers)) {
    for (let x = from; x <= to; x++) {
      const u = a * x - b * y + toModel.x;
      const v = b * x + a * y + toModel.y;
      const inside = Math.min(u + 0.5, v + 0.5, width - 0.5 - u, height - 0.5 - v);
      if (inside <= 0) continue;
      const share = feather(inside, border);
      sampleLayers(layers, u, v, read, 0, fades ? FACE : FADING);
      const fading = fades ? Math.min(Math.max(read[FADING] as number, 0), 1) : 0;
      if (fading > 0) sampleLayers(layers, u, v, read, FACE, LAYERS);
      const place = (y * photo.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const before = pixels[place + channel] as number;
        const detail = fading > 0 ? fading * (before - (read[FACE + channel] as number)) : 0;
        const added = (read[channel] as number) - (bare ? before : detail);
        pixels[place + channel] = Math.min(Math.max(Math.round(before + share * added), 0), 255);
      }
    }
  }
}

/** Layers finer than the photo are shrunk first, so that small faces do not alias. */
function forPhoto(layers: EditLayers, toModel: Similarity): { layers: EditLayers; toModel: Similarity } {
  const factor = Math.min(Math.floor(scaleOf(toModel)), Math.floor(layers.width / 8));
  if (factor < 2) return { layers, toModel };
  const shift = (place: number): number => (place + 0.5) / factor - 0.5;
  return {
    layers: shrinkLayers(layers, factor),
    toModel: { a: toModel.a / factor, b: toModel.b / factor, x: shift(toModel.x), y: shift(toModel.y) },
  };
}

/** Rows of the photo that meet the square, and from which to which column of it. */
function* rowsOf(
  { width, height }: Picture,
  toModel: Similarity,
  layers: EditLayers,
): Generator<{ y: number; from: number; to: number }> {
  const corners = squareCorners(toModel, layers.width);
  const ys = corners.map((corner) => corner.y);
  const first = Math.max(0, Math.ceil(Math.min(...ys)));
  const last = Math.min(height - 1, Math.floor(Math.max(...ys)));
  for (let y = first; y <= last; y++) {
    const xs = corners.flatMap((corner, index) => crossing(corner, corners[(index + 1) % 4] as Point, y));
    if (xs.length < 2) continue;
    const from = Math.max(0, Math.ceil(Math.min(...xs) - 1));
    const to = Math.min(width - 1, Math.floor(Math.max(...xs) + 1));
    yield { y, from, to };
  }
}

/** Where the line between two points meets a row. */
function crossing(one: Point, other: Point, y: number): number[] {
  if (Math.min(one.y, other.y) > y || Math.max(one.y, other.y) < y) return [];
  if (one.y === other.y) return [one.x, other.x];
  return [one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)];
}
