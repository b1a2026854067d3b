import { hex } from '../colours.ts';
import { drawBase } from './base.ts';
import { drawBrows, drawEyes, drawGlasses } from './eyes.ts';
import { drawBeard, drawMustache } from './facial-hair.ts';
import { drawBackHair, drawHair } from './hair.ts';
import { drawMouth } from './mouth.ts';
import { paletteOf, type Portrait } from './portrait.ts';
import { drawCheeks, drawEarrings, drawWrinkles } from './skin.ts';

/** The part of the drawing that the picture shows: a square around the middle of the face, drawing units. */
const MIDDLE = [200, 286] as const;
const EDGE = 440;

/** The portrait as a square SVG, layer on layer from the background to the glasses. */
export function faceSvg(portrait: Portrait): string {
  const { scene } = portrait;
  const palette = paletteOf(portrait);
  const base = drawBase(portrait, palette);
  const edge = EDGE / scene.scale;
  const left = MIDDLE[0] - edge / 2 - scene.shift[0] * edge;
  const top = MIDDLE[1] - edge / 2 - scene.shift[1] * edge;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="${left} ${top} ${edge} ${edge}">
<defs>
<linearGradient id="background" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${hex(scene.background[0])}"/><stop offset="1" stop-color="${hex(scene.background[1])}"/></linearGradient>
<clipPath id="head">${base.outline}</clipPath>
</defs>
<rect x="${left - 1}" y="${top - 1}" width="${edge + 2}" height="${edge + 2}" fill="url(#background)"/>
${drawBackHair(portrait, palette)}
${base.body}
${base.head}
${drawEarrings(portrait)}
${drawCheeks(portrait, palette)}
<g clip-path="url(#head)">${drawBeard(portrait, palette)}</g>
${drawWrinkles(portrait, palette)}
${drawEyes(portrait, palette)}
${drawMouth(portrait, palette)}
${drawMustache(portrait, palette)}
${base.nose}
${drawHair(portrait, palette)}
${drawBrows(portrait, palette)}
${drawGlasses(portrait)}
</svg>`;
}
