import { z } from 'zod';
import { initializerSchema, layers, layersSchema, scaleWidth, scaleWidths, type LayerSpec } from './architecture.ts';
import { PRESET_NAMES } from './generator-options.ts';

/** Everything that fixes an AttGAN critic except the number of attributes. */
export interface CriticSpec {
  readonly size: number;
  readonly layers: readonly LayerSpec[];
  /** Normalisation after every convolution. */
  readonly norm: 'layer' | 'instance' | 'none';
  /** Units of each head's hidden layer. */
  readonly units: number;
  readonly headNorm: 'layer' | 'none';
  /** Slopes below zero of the activations after convolutions and in the heads; 0 is ReLU. */
  readonly slope: number;
  readonly headSlope: number;
  readonly normEpsilon: number;
  readonly initializer: z.output<typeof initializerSchema>;
}

const paper128: CriticSpec = {
  size: 128,
  layers: layers([64, 128, 256, 512, 1024], 4),
  norm: 'layer',
  units: 1024,
  headNorm: 'layer',
  slope: 0.2,
  headSlope: 0.2,
  normEpsilon: 1e-5,
  initializer: 'xavier',
};

/** D and C for the generator presets of the same names. */
export const CRITIC_PRESETS: Record<(typeof PRESET_NAMES)[number], CriticSpec> = {
  'paper-128': paper128,
  'paper-64': {
    ...paper128,
    size: 64,
    layers: [...layers([64], 3, 1), ...layers([64, 128, 256, 512], 5), ...layers([512], 3, 1)],
  },
  'pytorch-128': {
    ...paper128,
    norm: 'instance',
    headNorm: 'none',
    slope: 0.01,
    headSlope: 0,
    initializer: 'pytorch',
  },
  'tf-128': { ...paper128, norm: 'instance', headNorm: 'none', normEpsilon: 1e-6 },
};

export const criticOptions = z.strictObject({
  preset: z
    .enum(PRESET_NAMES)
    .default('paper-128')
    .describe('published architecture; by default that of the generator'),
  width: z.number().positive().default(1).describe('factor on every hidden width'),
  size: z
    .int()
    .min(32)
    .max(384)
    .optional()
    .describe('height and width of the images, pixels; by default those of the generator'),
  layers: layersSchema.optional().describe('convolutions, instead of the preset’s'),
  norm: z.enum(['layer', 'instance', 'none']).optional().describe('normalisation after every convolution'),
  units: z.int().positive().max(65_536).optional().describe('hidden units of each head'),
  headNorm: z.enum(['layer', 'none']).optional().describe('normalisation in the heads'),
  slope: z.number().min(0).max(1).optional().describe('slope of the leaky ReLU after convolutions'),
  headSlope: z.number().min(0).max(1).optional().describe('slope of the activation in the heads; 0 is ReLU'),
  normEpsilon: z.number().positive().optional().describe('epsilon added to variances in normalisation'),
  initializer: initializerSchema.optional().describe('distribution of the initial weights'),
});

/** The preset, overridden by the options, with its widths multiplied. */
export function criticSpec(options: z.output<typeof criticOptions>): CriticSpec {
  const { preset, width, ...overrides } = options;
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const spec: CriticSpec = { ...CRITIC_PRESETS[preset], ...given };
  return { ...spec, layers: scaleWidths(spec.layers, width), units: scaleWidth(spec.units, width) };
}
