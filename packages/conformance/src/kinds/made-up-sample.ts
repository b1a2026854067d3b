import { fold, normal, randomKey, uniform, type LabelledImages } from '@attgan/core';
import type { EvaluatedEditor, MetricDefinition, Sample, Subject as Protocol } from '@attgan/eval';
import { CaseFailure } from './demand.ts';
import { ATTRIBUTES, EXCLUSIVE, type ConformanceSetting } from './kind-suite.ts';

const FACES = 24;
const SIZE = 16;
/** Length of the embeddings of the face recogniser. */
const EMBEDDING = 128;

type Picture = Sample['faces'][number];

/** A sample of made-up faces, and what an editor that draws at random makes of them. */
export interface MadeUpSample {
  readonly protocol: Protocol;
  /** Made anew, with nothing remembered. */
  sample(): Promise<Sample>;
}

/** Faces, labels and an editor that depend on `setting` alone; readers that a metric does not need throw. */
export async function madeUpSample(metric: MetricDefinition, setting: ConformanceSetting): Promise<MadeUpSample> {
  // Loaded late: eval reads and draws pictures, which pages cannot.
  const { createSample } = await import('@attgan/eval');
  const { attributes = ATTRIBUTES, exclusive = EXCLUSIVE } = setting;
  const key = randomKey(1, 'metric');
  const picture = (name: string): Picture => pictureOf(name);
  const labels = labelsOf(attributes, exclusive);
  const indices = Array.from({ length: FACES }, (_, index) => index);
  const bytes = (name: string): Uint8Array =>
    Uint8Array.from(indices.flatMap((face) => [...picture(`${name} ${face}`).pixels]));
  const images: LabelledImages = { count: FACES, size: SIZE, pixels: bytes('face'), labels };
  const protocol: Protocol = {
    attributes,
    exclusive,
    split: 'test',
    faces: FACES,
    labels,
    identities: indices.map((face) => Math.floor(face / 2)),
    hasTruths: true,
    tellsIntensities: true,
    strength: 1,
    strengths: [0.5, 1, 2],
    seed: 1,
  };
  const reader = (name: 'classifier' | 'recogniser', width: number, read: (name: string) => Float32Array) => {
    if (metric.needs?.includes(name) === true) {
      return async (pictures: readonly Picture[]) =>
        Float32Array.from(
          pictures.flatMap(({ pixels }) => [...read(`${name} ${pixels.slice(0, 12).join()}`)].slice(0, width)),
        );
    }
    return (): Promise<never> => Promise.reject(new CaseFailure(`it asks for the ${name} without having it in needs`));
  };
  const editor: EvaluatedEditor = {
    card: { attributes },
    sha256: '0'.repeat(64),
    editEach: async (pictures, _, variants, { strength = 1 } = {}) =>
      pictures.map((_face, face) =>
        (typeof variants === 'function' ? variants(face) : variants).map((changes) =>
          picture(`edit ${face} ${JSON.stringify(changes)} ${strength}`),
        ),
      ),
    reconstruct: async (pictures) => pictures.map((_, face) => picture(`copy ${face}`)),
    intensities: async (pictures) => uniform(fold(key, 'intensities'), pictures.length * attributes.length),
  };
  const dataset = {
    counterfactual: async (_split: unknown, of: readonly number[], wanted: Uint8Array): Promise<LabelledImages> => ({
      count: of.length,
      size: SIZE,
      pixels: bytes(`truth ${wanted.join('')}`),
      labels: wanted,
    }),
  };
  const read = reader('classifier', attributes.length, (name) => uniform(fold(key, name), attributes.length));
  const recognise = reader('recogniser', EMBEDDING, (name) => normal(fold(key, name), EMBEDDING));
  return {
    protocol,
    sample: async () => createSample({ subject: protocol, editor, dataset, read, recognise }, indices, images),
  };
}

function pictureOf(name: string): Picture {
  const values = uniform(randomKey(1, 'metric', name), SIZE * SIZE * 3, 0, 256);
  return { width: SIZE, height: SIZE, pixels: Uint8Array.from(values, Math.floor) };
}

/** Every attribute is there in some faces and not in others; no group has two. */
function labelsOf(attributes: readonly string[], exclusive: readonly (readonly string[])[]): Uint8Array {
  const draws = uniform(randomKey(1, 'metric labels'), FACES * attributes.length);
  return Uint8Array.from(draws, (draw, at) => {
    const own = at % attributes.length;
    const before = attributes.slice(0, own);
    const row = at - own;
    const rivals = exclusive.filter((group) => group.includes(attributes[own] as string)).flat();
    const taken = before.some((name, place) => rivals.includes(name) && (draws[row + place] as number) < 0.5);
    return draw < 0.5 && !taken ? 1 : 0;
  });
}
