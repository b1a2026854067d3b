import { randomKey, type Split } from '@attgan/core';
import type { Labels } from './attributes.ts';
import type { Portrait } from './drawing/portrait.ts';
import { sampleLabels } from './labels.ts';
import { samplePerson } from './person.ts';
import { randomFrom, type Random } from './random.ts';
import { sampleScene } from './scene.ts';

/** What a stream of random numbers is for: a change to what one draws leaves the others as they were. */
export type Purpose = 'labels' | 'person' | 'scene' | 'noise';

/** The random numbers of one face for one purpose. */
export function faceRandom(seed: number, split: Split, index: number, purpose: Purpose): Random {
  return randomFrom(randomKey(seed, split, index, purpose));
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
