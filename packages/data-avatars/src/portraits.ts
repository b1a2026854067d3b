import { SPLITS, type Split } from '@attgan/core';
import type { Labels } from './attributes.ts';
import type { Portrait } from './drawing/portrait.ts';
import { sampleLabels } from './labels.ts';
import { samplePerson } from './person.ts';
import { randomFor, type Random } from './random.ts';
import { sampleScene } from './scene.ts';

/** What each stream of random numbers is for: changing one leaves the others as they were. */
const PURPOSES = ['labels', 'person', 'scene', 'noise'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The random numbers of one face for one purpose. */
export function faceRandom(seed: number, split: Split, index: number, purpose: Purpose): Random {
  return randomFor(seed, SPLITS.indexOf(split), index, PURPOSES.indexOf(purpose));
}

export function labelsOf(seed: number, split: Split, index: number): Labels {
  return sampleLabels(faceRandom(seed, split, index, 'labels'));
}

/** Face `index` of `split`: a function of its arguments alone. `labels` replaces the face's own: the true edit. */
export function portraitOf(seed: number, split: Split, index: number, labels?: Labels): Portrait {
  return {
    labels: labels ?? labelsOf(seed, split, index),
    person: samplePerson(faceRandom(seed, split, index, 'person')),
    scene: sampleScene(faceRandom(seed, split, index, 'scene')),
  };
}
