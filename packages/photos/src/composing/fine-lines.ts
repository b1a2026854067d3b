import type { Picture } from '@attgan/pictures';
import { openFineMemory, PIXEL, type FineMemory } from './fine-memory.ts';
import { FACE, FADING, LAYERS, type EditLayers } from './edit-layers.ts';
import type { ComposeLine } from './line-composer.ts';
import type { PasteStrategy } from './paste-strategy.ts';
import { MARGIN } from './sample-layers.ts';

/** Fine pixels in a pixel of the layers, across and down. */
const FINENESS = 4;

/** The cubic's weights of four neighbours, at each fraction of a pixel that is a fine pixel. */
const WEIGHTS = Array.from({ length: FINENESS }, (_, phase) => weightsAt(phase / FINENESS));

/**
 * Composes lines with layers in pixels of a quarter of their size, each read by the cubic of Catmull and Rom, and straight lines between these.
 * That differs from the cubic by at most 1/16 of what neighbouring pixels differ by. It runs in WebAssembly, in single precision.
 * What it returns holds until it is called again: there is one memory.
 */
export function fineLines(
  layers: EditLayers,
  { adds, fade }: PasteStrategy,
  { pixels, width: most }: Picture,
): ComposeLine {
  const bare = adds === 'edit';
  const fades = fade !== undefined && !bare;
  const [columns, rows] = [(layers.width + 1) * FINENESS, (layers.height + 1) * FINENESS];
  const [wide, tall] = [layers.width + 2 * MARGIN, layers.height + 2 * MARGIN];
  const memory = openFineMemory({
    shares: most * 4,
    // Four bytes are read for each pixel of three.
    pixels: most * 3 + 1,
    layers: wide * tall * PIXEL,
    widened: columns * tall * PIXEL,
    added: columns * rows * PIXEL,
    face: fades ? columns * rows * PIXEL : 0,
  });
  const { places, bytes, floats, exports } = memory;
  // The bare edit takes the photo's place: what is added to nothing, while all of the photo fades.
  spread(memory, layers, [0, 1, 2, fades ? FADING : undefined], bare ? 1 : 0);
  refine(memory, places.added, layers);
  if (fades) {
    spread(memory, layers, [FACE, FACE + 1, FACE + 2, undefined], 0);
    refine(memory, places.face, layers);
  }
  const pitch = columns * PIXEL;
  return (start, { u, v, across, down }, shares, first, last) => {
    if (last <= first) return;
    const part = pixels.subarray(start + first * 3, start + last * 3);
    bytes.set(part, places.pixels);
    floats.set(shares.subarray(first, last), places.shares / 4);
    exports.composeLine(
      places.added,
      fades ? places.face : 0,
      pitch,
      (u + first * across + 1) * FINENESS,
      (v + first * down + 1) * FINENESS,
      across * FINENESS,
      down * FINENESS,
      places.shares,
      places.pixels,
      last - first,
    );
    part.set(bytes.subarray(places.pixels, places.pixels + part.length));
  };
}

/** Four of the layers for each pixel, with their edge pixels going on beyond the border; `otherwise` where no layer is asked for. */
function spread(
  { floats, places }: FineMemory,
  { values, width, height }: EditLayers,
  chosen: readonly (number | undefined)[],
  otherwise: number,
): void {
  let to = places.layers / 4;
  for (let y = -MARGIN; y < height + MARGIN; y++) {
    const row = Math.min(Math.max(y, 0), height - 1) * width;
    for (let x = -MARGIN; x < width + MARGIN; x++) {
      const pixel = (row + Math.min(Math.max(x, 0), width - 1)) * LAYERS;
      for (const layer of chosen) floats[to++] = layer === undefined ? otherwise : (values[pixel + layer] as number);
    }
  }
}

/** Makes fine pixels of what was spread, from a pixel before the first to the one after the last. */
function refine({ exports, places }: FineMemory, into: number, { width, height }: EditLayers): void {
  const [columns, line] = [width + 1, (width + 2 * MARGIN) * PIXEL];
  const pitch = columns * FINENESS * PIXEL;
  for (const [phase, weights] of WEIGHTS.entries()) {
    for (let y = 0; y < height + 2 * MARGIN; y++) {
      const to = places.widened + y * pitch + phase * PIXEL;
      exports.blend(places.layers + y * line, PIXEL, to, FINENESS * PIXEL, columns, ...weights);
    }
  }
  for (let y = 0; y < (height + 1) * FINENESS; y++) {
    const from = places.widened + Math.floor(y / FINENESS) * pitch;
    exports.blend(from, pitch, into + y * pitch, PIXEL, columns * FINENESS, ...(WEIGHTS[y % FINENESS] as Weights));
  }
}

type Weights = readonly [number, number, number, number];

/** At a fraction of the way from the second of four neighbours to the third. */
function weightsAt(s: number): Weights {
  const [s2, s3] = [s * s, s * s * s];
  return [(-s3 + 2 * s2 - s) / 2, (3 * s3 - 5 * s2 + 2) / 2, (-3 * s3 + 4 * s2 + s) / 2, (s3 - s2) / 2];
}
