import type { Augmentation } from './augment-images.ts';
import type { ClassifierLayer } from './classifier-network.ts';

/** A network and how it is trained. */
export interface ClassifierPreset {
  readonly layers: readonly ClassifierLayer[];
  readonly iterations: number;
  /** Images in each iteration. */
  readonly batch: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
  /** Share of a kernel that decays with each full rate (Loshchilov & Hutter 2019). */
  readonly weightDecay: number;
  /** Dropout rate of the last layer's channels. */
  readonly dropout: number;
  readonly augmentation: Augmentation;
}

const halving = (...filters: readonly number[]): ClassifierLayer[] =>
  filters.map((each) => ({ filters: each, stride: 2 }));

/** `small` learns drawn faces in half a minute; `full` is for photographs, and takes minutes. */
export const CLASSIFIER_PRESETS = {
  small: {
    layers: halving(24, 48, 96, 128),
    iterations: 400,
    batch: 32,
    learningRate: 1.5e-3,
    weightDecay: 0,
    dropout: 0,
    augmentation: { shift: 0, light: 0 },
  },
  full: {
    layers: [
      { filters: 24, stride: 2 },
      { filters: 48, stride: 2 },
      { filters: 96, stride: 2 },
      { filters: 96, stride: 1 },
      { filters: 192, stride: 2 },
      { filters: 192, stride: 1 },
    ],
    iterations: 4000,
    batch: 64,
    learningRate: 2e-3,
    weightDecay: 0.05,
    dropout: 0.2,
    augmentation: { shift: 4, light: 0.2 },
  },
} as const satisfies Record<string, ClassifierPreset>;

export type ClassifierPresetName = keyof typeof CLASSIFIER_PRESETS;
