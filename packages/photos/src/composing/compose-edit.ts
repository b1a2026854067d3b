import type { Picture } from '@attgan/pictures';
import { invert, scaleOf, transform, type Point, type Similarity } from '../geometry/similarity.ts';
import { feather } from '../geometry/smooth.ts';
import { cubicLines } from './cubic-lines.ts';
import { shrinkLayers, type EditLayers } from './edit-layers.ts';
import { fineLines } from './fine-lines.ts';
import type { PasteStrategy } from './paste-strategy.ts';
import type { Line } from './sample-layers.ts';

/** From so many pixels of the photo to one of the layers on, both ways, layers are made fine first: a fine pixel is then read several times. */
const FINE_FROM = 4;

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
 * square's border, each enlarged by cubic interpolation (in large faces by straight lines between quarters of a pixel, which are read so): photo + m·(Δ − α·(photo − x)); of the bare edit e: photo + m·(e − photo).
 * Nothing outside the square of `squareCorners` changes, and nothing inside where Δ and α are 0.
 * @param photo changed
 * @param alignment from pixels of the photo to those of the layers
 */
export function composeEdit(photo: Picture, given: EditLayers, alignment: Similarity, strategy: PasteStrategy): void {
  const { layers, toModel } = forPhoto(given, alignment);
  const { a, b } = toModel;
  const border = strategy.feather * layers.width;
  const lines = scaleOf(toModel) * FINE_FROM <= 1 ? fineLines : cubicLines;
  const compose = lines(layers, strategy, photo);
  const shares = new Float32Array(photo.width);
  for (const { y, from, to } of rowsOf(photo, toModel, layers)) {
    const line = { u: a * from - b * y + toModel.x, v: b * from + a * y + toModel.y, across: a, down: b };
    const [first, last] = insideOf(line, to - from + 1, layers, 0);
    const [full, partial] = insideOf(line, to - from + 1, layers, border);
    for (let at = first; at < Math.min(full, last); at++) shares[at] = feather(depthIn(line, at, layers), border);
    shares.fill(1, full, partial);
    for (let at = Math.max(partial, full, first); at < last; at++) {
      shares[at] = feather(depthIn(line, at, layers), border);
    }
    compose((y * photo.width + from) * 3, line, shares, first, last);
  }
}

/** How far inside the square a place of a line lies, pixels of the layers; below 0 outside. */
function depthIn({ u, v, across, down }: Line, place: number, { width, height }: EditLayers): number {
  const [x, y] = [u + place * across + 0.5, v + place * down + 0.5];
  return Math.min(x, y, width - x, height - y);
}

/** Which of the places of a line lie deeper in the square than `depth`: the first, and the one after the last. */
function insideOf(line: Line, count: number, layers: EditLayers, depth: number): [number, number] {
  let [first, last] = [0, count];
  while (first < last && depthIn(line, first, layers) <= depth) first++;
  while (last > first && depthIn(line, last - 1, layers) <= depth) last--;
  return [first, last];
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
