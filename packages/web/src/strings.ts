import type { EngineInfo } from './worker/protocol.ts';

// Every word that the page shows or says. A translation is another file of this shape.

/** A number of percent with its sign: +40, −15. */
function signed(percent: number): string {
  return percent > 0 ? `+${percent}` : `−${-percent}`;
}

/** Seconds as 1 h 02 min, 3 min 20 s or 12 s. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

const NUMBERS = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const COUNTS = new Intl.NumberFormat('en');

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
  presetsTitle: 'Looks',
  presets: {
    golden: 'Golden',
    raven: 'Raven',
    professor: 'Professor',
    fresh: 'Fresh',
    grown: 'Years later',
  },
  sheet: 'All attributes',
  sheetTile: (name: string, on: boolean) => `${name}: ${on ? 'on' : 'off'}`,
  copyLink: 'Copy a link to these edits, without the photo',
  linkCopied: 'Link copied, without the photo',
  linkInAddress: 'The link is in the address bar',
  camera: 'Camera',
  takePhoto: 'Take photo',
  noCamera: 'The camera cannot be used. Allow it for this page in the browser, and close other programs that use it.',
  close: 'Close',
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
    sheet: 'Drawing all attributes',
  },
  engineTitle: ({ description, why }: { readonly description: string; readonly why?: string }) =>
    why === undefined ? description : `${description}. Not WebGPU: ${why}`,
  gpuLost: (why: string) => `the GPU was lost: ${why}`,
  engine: ({ backend, editing }: Pick<EngineInfo, 'backend' | 'editing'>) => {
    const name = { webgpu: 'WebGPU', wasm: 'WebAssembly' }[backend];
    return editing === 'half' ? `${name}, half precision` : name;
  },
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
  training: {
    title: (name: string | undefined) => (name === undefined ? 'attgan: training' : `${name}: training`),
    heading: 'Training',
    reading: 'Reading the run…',
    none: 'There is no training to show here. Start the page with attgan serve --run DIR.',
    empty: (name: string) =>
      `Nothing is logged in ${name} yet. The curves appear with the first line of metrics.jsonl.`,
    unreachable: 'The server cannot be reached. What is shown may be old.',
    running: 'running',
    finished: 'finished',
    stopped: 'stopped',
    toEditor: 'Editor',
    iterations: 'Iterations',
    progress: (done: number, all: number | undefined) =>
      all === undefined ? COUNTS.format(done) : `${COUNTS.format(done)} of ${COUNTS.format(all)}`,
    left: 'Time left',
    rate: 'Speed',
    perSecond: (rate: number) => `${NUMBERS.format(rate)} iterations/s`,
    age: 'Last line',
    ago: (seconds: number) => `${duration(seconds)} ago`,
    unknown: 'unknown',
    duration,
    samples: 'Samples',
    sampleAt: 'After',
    sampleAlt: (iteration: number) => `Edited faces after ${COUNTS.format(iteration)} iterations`,
    iteration: (iteration: number) => `${COUNTS.format(iteration)} iterations`,
    curves: 'Curves',
    accuracy: 'Accuracy',
    curveAlt: (newest: readonly (readonly [string, string])[]) =>
      `Curve, newest value: ${newest.map(([name, value]) => `${name} ${value}`).join(', ')}`,
    value: (value: number) => NUMBERS.format(value),
    metric: (name: string) =>
      ({ accuracyReal: 'of real faces', accuracyEdited: 'of edited faces' })[name] ?? name.replace('/', ' · '),
  },
} as const;

/** An attribute as people read it: those of other models by their own names. */
export function attributeName(attribute: string): string {
  return strings.attributes[attribute] ?? attribute.replaceAll('_', ' ');
}
