import { faceToSvgString, type FaceConfig } from 'facesjs';
import { hex } from '../colours.ts';
import type { Palette, Portrait } from './portrait.ts';

/** What facesjs draws of a portrait: four groups of SVG, and the outline of the head for clipping. */
export interface Base {
  readonly body: string;
  readonly head: string;
  readonly nose: string;
  /** A path element with facesjs's own transform. */
  readonly outline: string;
}

const NONE = { id: 'none' };

/** facesjs writes one `<g>` a line for each part in its fixed order: body, jersey, two ears, head, nose. */
function parts(face: FaceConfig): readonly string[] {
  return faceToSvgString(face)
    .split(/(?=<g[ >])/)
    .slice(1)
    .map((part) => part.replace('</svg>', ''));
}

export function drawBase({ person, scene }: Portrait, palette: Palette): Base {
  const groups = parts({
    fatness: person.fatness,
    teamColors: [hex(scene.clothing), '#ffffff', '#ffffff'],
    hairBg: NONE,
    body: { id: 'body', color: palette.skin, size: 1 },
    jersey: { id: 'jersey' },
    // Everybody's ears are alike: long hair hides them.
    ear: { id: 'ear1', size: 1.05 },
    head: { id: person.head, shave: 'none' },
    eyeLine: NONE,
    smileLine: { id: 'none', size: 1 },
    miscLine: NONE,
    facialHair: NONE,
    eye: { id: 'none', angle: 0 },
    eyebrow: { id: 'none', angle: 0 },
    hair: { id: 'none', color: palette.hair, flip: false },
    mouth: { id: 'none', flip: false },
    nose: { id: person.nose, flip: false, size: person.noseSize },
    glasses: NONE,
    accessories: NONE,
  });
  const [body = '', jersey = '', leftEar = '', rightEar = '', head = '', nose = ''] = groups.map((group) =>
    group.replaceAll('stroke="#000"', `stroke="${palette.skinLine}"`),
  );
  const transform = / transform="([^"]*)"/.exec(head)?.[1] ?? '';
  const path = / d="([^"]*)"/.exec(head)?.[1] ?? '';
  return {
    body: body + jersey,
    head: leftEar + rightEar + head,
    nose,
    outline: `<path transform="${transform}" d="${path}"/>`,
  };
}
