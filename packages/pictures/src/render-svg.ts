import { createRequire } from 'node:module';
import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import type { Picture } from './picture.ts';

/** The one family that text is drawn in: it comes with the package, so every machine draws the same. */
export const FONT_FAMILY = 'DejaVu Sans';

let options: ResvgRenderOptions | undefined;

export function resvgOptions(): ResvgRenderOptions {
  const { resolve } = createRequire(import.meta.url);
  options ??= {
    font: {
      loadSystemFonts: false,
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}`)),
      defaultFontFamily: FONT_FAMILY,
    },
    background: '#ffffff',
  };
  return options;
}

/** Draws an SVG on white, `zoom` pixels for one of its units. Its text must be in `FONT_FAMILY`. */
export function renderSvg(svg: string, zoom = 1): Picture {
  const image = new Resvg(svg, { ...resvgOptions(), fitTo: { mode: 'zoom', value: zoom } }).render();
  const { width, height, pixels: rgba } = image;
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    pixels[to++] = rgba[from] as number;
    pixels[to++] = rgba[from + 1] as number;
    pixels[to++] = rgba[from + 2] as number;
  }
  return { width, height, pixels };
}
