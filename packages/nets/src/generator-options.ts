import { z } from 'zod';
import { initializerSchema, layers, layersSchema, scaleWidths, type LayerSpec } from './architecture.ts';

/** Everything that fixes an AttGAN generator except the number of attributes. */
export interface GeneratorSpec {
  readonly size: number;
  readonly encoder: readonly LayerSpec[];
  /** The last layer gives the output: three filters (one more for a mask), bias, no normalisation. */
  readonly decoder: readonly LayerSpec[];
  /** Decoder layers, from the first, after which the encoder feature of that size is concatenated. */
  readonly skips: number;
  /** Decoder layers, from the first, after which the code is concatenated again. */
  readonly injects: number;
  /** Whether the last channels of z, one for each attribute, are intensities (section 3.2) instead of being decoded. */
  readonly intensities: boolean;
  /** What the last layer gives: the image; what is added to the face; or an image and a mask of where it takes the face's place. */
  readonly output: (typeof GENERATOR_OUTPUTS)[number];
  /** What the decoder takes: the wanted code, or its difference from the face's own. */
  readonly takes: 'code' | 'change';
  /** Slope of the encoder's leaky ReLU below zero. */
  readonly slope: number;
  readonly normEpsilon: number;
  /** Weight of a new batch in the moving averages. */
  readonly normMomentum: number;
  readonly initializer: z.output<typeof initializerSchema>;
}

export const GENERATOR_OUTPUTS = ['image', 'residual', 'masked'] as const;

const five = [64, 128, 256, 512, 1024];
const paper128: GeneratorSpec = {
  size: 128,
  encoder: layers(five, 4),
  decoder: layers([1024, 512, 256, 128, 3], 4),
  skips: 0,
  injects: 0,
  intensities: false,
  output: 'image',
  takes: 'code',
  slope: 0.2,
  normEpsilon: 1e-5,
  normMomentum: 0.1,
  initializer: 'xavier',
};

/** The published variants: tables 1 and 2 of the paper, and what the released PyTorch and TensorFlow models use. */
export const GENERATOR_PRESETS = {
  'paper-128': paper128,
  'paper-64': {
    ...paper128,
    size: 64,
    encoder: layers([64, 128, 256, 512], 5),
    decoder: [...layers([512, 256, 128, 64], 5), { filters: 3, kernel: 5, stride: 1 }],
  },
  'pytorch-128': { ...paper128, skips: 1, injects: 1, slope: 0.01, initializer: 'pytorch' },
  'tf-128': { ...paper128, skips: 1, injects: 1, normEpsilon: 1e-3, normMomentum: 1e-3 },
} satisfies Record<string, GeneratorSpec>;

export const PRESET_NAMES = Object.keys(GENERATOR_PRESETS) as [keyof typeof GENERATOR_PRESETS];

export const generatorOptions = z.strictObject({
  preset: z.enum(PRESET_NAMES).default('paper-128').describe('published architecture to start from'),
  width: z.number().positive().default(1).describe('factor on every hidden width'),
  size: z.int().min(32).max(384).optional().describe('height and width of the images, pixels'),
  encoder: layersSchema.optional().describe('encoder layers, instead of the preset’s'),
  decoder: layersSchema.optional().describe('decoder layers, instead of the preset’s'),
  skips: z.int().nonnegative().optional().describe('number of decoder layers with a skip connection from the encoder'),
  injects: z.int().nonnegative().optional().describe('number of decoder layers after which the code is injected again'),
  intensities: z
    .boolean()
    .optional()
    .describe('the last channels of z predict how strongly a face shows each attribute'),
  output: z
    .enum(GENERATOR_OUTPUTS)
    .optional()
    .describe(
      'image: the edited face; residual: what is added to the face; masked: an image, and a mask of where it counts',
    ),
  takes: z
    .enum(['code', 'change'])
    .optional()
    .describe('code: the decoder takes the wanted code; change: its difference from the face’s own'),
  slope: z.number().min(0).max(1).optional().describe('slope of the encoder’s leaky ReLU'),
  normEpsilon: z.number().positive().optional().describe('epsilon added to variances in normalisation'),
  normMomentum: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('weight of a new batch in the moving averages of batch normalisation'),
  initializer: initializerSchema.optional().describe('distribution of the initial weights'),
});

/** The preset, overridden by the options, with its widths multiplied. */
export function generatorSpec(options: z.output<typeof generatorOptions>): GeneratorSpec {
  const { preset, width, ...overrides } = options;
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const spec: GeneratorSpec = { ...GENERATOR_PRESETS[preset], ...given };
  return { ...spec, encoder: scaleWidths(spec.encoder, width), decoder: scaleWidths(spec.decoder, width) };
}
