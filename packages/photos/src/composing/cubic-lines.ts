import type { Picture } from '@attgan/pictures';
import { FACE, FADING, LAYERS, type EditLayers } from './edit-layers.ts';
import type { ComposeLine } from './line-composer.ts';
import type { PasteStrategy } from './paste-strategy.ts';
import { sampledLayers, sampleLine, type Line } from './sample-layers.ts';

/** Composes lines with layers that are read by the cubic at every pixel. */
export function cubicLines(
  layers: EditLayers,
  { adds, fade: fades }: PasteStrategy,
  { pixels, width: most }: Picture,
): ComposeLine {
  const bare = adds === 'edit';
  const count = fades !== undefined && !bare ? FACE : FADING;
  const added = sampledLayers(layers, 0, count);
  const changes = new Float64Array(most * count);
  const fade = count === FACE ? fader(layers, most) : undefined;
  // Rounds to the nearest value and keeps it in range, at no cost.
  const into = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  return (start, line, shares, first, last) => {
    sampleLine(added, line, changes, first, last);
    fade?.(pixels, start, line, changes, first, last);
    for (let at = first; at < last; at++) {
      const share = shares[at] as number;
      const place = start + at * 3;
      for (let channel = 0; channel < 3; channel++) {
        const before = pixels[place + channel] as number;
        const change = (changes[at * count + channel] as number) - (bare ? before : 0);
        into[place + channel] = before + share * change;
      }
    }
  };
}

/** Takes α·(photo − x) from the changes of a line's places, of which each has four values: three of what is added, and α. */
type Fade = (pixels: Uint8Array, start: number, line: Line, changes: Float64Array, first: number, last: number) => void;

/** @param most places that a line has */
function fader(layers: EditLayers, most: number): Fade {
  const face = sampledLayers(layers, FACE, LAYERS);
  const seen = new Float64Array(most * 3);
  return (pixels, start, line, changes, first, last) => {
    // In most of a face no detail fades.
    for (let from = first; from < last; from++) {
      let to = from;
      while (to < last && (changes[to * 4 + FADING] as number) > 0) to++;
      sampleLine(face, line, seen, from, to);
      for (; from < to; from++) {
        const share = Math.min(changes[from * 4 + FADING] as number, 1);
        for (let channel = 0; channel < 3; channel++) {
          const detail = (pixels[start + from * 3 + channel] as number) - (seen[from * 3 + channel] as number);
          changes[from * 4 + channel] = (changes[from * 4 + channel] as number) - share * detail;
        }
      }
    }
  };
}
