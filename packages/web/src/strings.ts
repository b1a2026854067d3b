// Every word that the page shows or says. A translation is another file of this shape.

/** A number of percent with its sign: +40, −15. */
function signed(percent: number): string {
  return percent > 0 ? `+${percent}` : `−${-percent}`;
}

export const strings = {
  tagline: 'Photos never leave this device.',
  openPhoto: 'Open photo',
  download: 'Download',
  dropHere: 'Drop the photo to open it',
  photo: 'Photo',
  photoAlt: (faces: number) => (faces === 1 ? 'The photo, with one face' : `The photo, with ${faces} faces`),
  controls: 'Edits',
  faces: 'Faces',
  face: (number: number) => `Face ${number}`,
  noFace: 'No face was found in this photo. Try one where a face looks at the camera.',
  strength: 'Strength',
  strengthValue: (strength: number) => `${strength.toFixed(1)}×`,
  resetAll: 'Reset',
  randomLook: 'Surprise me',
  undo: 'Undo',
  redo: 'Redo',
  compare: 'Hold to see the photo as it was',
  split: 'Before and after, side by side',
  divider: 'Divider between before and after',
  dividerValue: (percent: number) => `${percent} % before`,
  before: 'Before',
  after: 'After',
  unchanged: 'as in the photo',
  changed: (percent: number) => `${signed(percent)} %`,
  shortValue: (percent: number) => (percent === 0 ? '' : signed(percent)),
  readAs: (present: boolean, percent: number | undefined) =>
    `${present ? 'in the photo' : 'not in the photo'}${percent === undefined ? '' : `, ${percent} % sure`}`,
  warning: (warnings: readonly string[]) => `This face is ${warnings.join(', and ')}: edits may disappoint.`,
  progress: {
    start: 'Starting',
    model: 'Loading the model',
    detector: 'Loading the face detector',
    photo: 'Reading the photo',
    faces: 'Looking for faces',
  },
  engine: { webgpu: 'WebGPU', wasm: 'WebAssembly' },
  failed: 'Something went wrong',
  bug: 'This is a bug in attgan. Loading the page again may help.',
  dismiss: 'Dismiss',
  groups: { hair: 'Hair', face: 'Face', beard: 'Beard', person: 'Person', other: 'More' },
  attributes: {
    Bald: 'Bald',
    Bangs: 'Bangs',
    Black_Hair: 'Black hair',
    Blond_Hair: 'Blond hair',
    Brown_Hair: 'Brown hair',
    Bushy_Eyebrows: 'Bushy eyebrows',
    Eyeglasses: 'Eyeglasses',
    Male: 'Masculine',
    Mouth_Slightly_Open: 'Open mouth',
    Mustache: 'Mustache',
    No_Beard: 'Clean-shaven',
    Pale_Skin: 'Pale skin',
    Young: 'Young',
  } as Readonly<Record<string, string>>,
} as const;

/** An attribute as people read it: those of other models by their own names. */
export function attributeName(attribute: string): string {
  return strings.attributes[attribute] ?? attribute.replaceAll('_', ' ');
}
