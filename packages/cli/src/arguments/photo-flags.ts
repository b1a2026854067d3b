import { UsageError } from '@attgan/core';
import { USUAL_DETECTOR, type Choice, type EditPhotoOptions, type FaceChoice } from '@attgan/experiment';
import { PASTE_NAMES } from '@attgan/photos';
import type { Flags, FlagSpecs } from './flags.ts';
import { choiceFlag } from './number-flags.ts';

/** Words before the dot of flags with dots that commands of photos take. */
export const PHOTO_PREFIXES: readonly string[] = ['detector'];

/** Flags of commands that find faces. */
export const DETECTOR_FLAGS: FlagSpecs = {
  detector: {
    type: 'text',
    summary: `what finds faces (${USUAL_DETECTOR}); none: the picture is one face; options as --detector.smallest 16`,
  },
  face: { type: 'text', summary: 'faces to edit: all, largest, or a number, 1 being the largest (all)' },
};

/** Flags of commands that edit whole photos. */
export const PHOTO_FLAGS: FlagSpecs = {
  ...DETECTOR_FLAGS,
  align: {
    type: 'text',
    summary:
      'face: find and align faces, and edit the photo at its own size; none: take the middle as one face, at the model’s size. ' +
      'none is taken for pictures of the shape of the training images or no larger than the model’s, and for models of other faces than CelebA’s (face)',
  },
  paste: { type: 'text', summary: `how edits get into the photo: ${PASTE_NAMES.join(', ')} (difference)` },
};

const ALIGNMENTS = ['face', 'none'] as const;

/** --align; undefined where the picture's shape decides. */
export function alignmentOf(flags: Flags): 'face' | 'none' | undefined {
  const asked = choiceFlag(flags, 'align', ALIGNMENTS);
  // These make sense of a whole photo only.
  const whole = ['detector', 'face', 'paste'].some((name) => flags.has(name)) || detectorOptions(flags).length > 0;
  return asked ?? (whole ? 'face' : undefined);
}

/** What the flags say of finding faces and of pasting edits. @throws UsageError for a wrong one */
export function photoOptionsOf(flags: Flags): EditPhotoOptions {
  const paste = choiceFlag(flags, 'paste', PASTE_NAMES);
  return { face: faceOf(flags), detector: detectorOf(flags), ...(paste !== undefined && { paste }) };
}

/** --detector and its options. */
export function detectorOf(flags: Flags): Choice {
  return { name: flags.text('detector') ?? USUAL_DETECTOR, ...Object.fromEntries(detectorOptions(flags)) };
}

function detectorOptions(flags: Flags): [string, unknown][] {
  return flags.dotted.flatMap(([path, value]): [string, unknown][] => {
    const [part, ...names] = path.split('.');
    if (part !== 'detector') return [];
    const number = Number(value);
    return [[names.join('.'), value.trim() === '' || Number.isNaN(number) ? value : number]];
  });
}

/** --face. @throws UsageError for what is no choice of faces */
export function faceOf(flags: Flags): FaceChoice {
  const text = flags.text('face') ?? 'all';
  if (text === 'all' || text === 'largest') return text;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--face "${text}": choose all, largest, or a number, 1 being the largest face.`);
}
