import { AttganError } from '@attgan/core';
import { GENERATOR_PRESETS, scaleWidths, type GeneratorSpec, type LayerSpec } from '@attgan/nets';
import type { Dialect } from './dialects/dialect.ts';
import { skipsAndInjects } from './skips-and-injects.ts';

/** Shapes of tensors by their names in the file. */
export type Shapes = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/** What is known of a generator besides its weights. */
export interface KnownOfGenerator {
  readonly encoder?: readonly number[];
  readonly decoder?: readonly number[];
  readonly skips?: number;
  readonly injects?: number;
  readonly size: number;
  readonly slope?: number;
  readonly normEpsilon?: number;
}

/** More layers would leave nothing of any image. */
const MOST_LAYERS = 12;

const COLOURS = 3;

/** Kernels of the layers in our layout: [k, k, in, out] of the encoder, [k, k, out, in] of the decoder. */
export interface Kernels {
  readonly encoder: readonly (readonly number[])[];
  readonly decoder: readonly (readonly number[])[];
}

/** @throws AttganError when the file has no AttGAN generator at all */
export function kernelsOf(dialect: Dialect, shapes: Shapes, file: string): Kernels {
  const of = (name: (layer: number) => string): (readonly number[])[] => {
    const found: (readonly number[])[] = [];
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      const shape = shapes.get(name(layer))?.shape;
      if (shape === undefined) break;
      if (shape.length !== 4)
        throw new AttganError(`${file} is no AttGAN: ${name(layer)} has ${shape.length} axes, not 4.`);
      found.push(dialect.ourShape(shape));
    }
    return found;
  };
  const encoder = of(dialect.encoderKernel);
  const decoder = of(dialect.decoderKernel);
  if (encoder.length > 0 && decoder.length > 0) return { encoder, decoder };
  const missing = encoder.length === 0 ? dialect.encoderKernel(0) : dialect.decoderKernel(0);
  throw new AttganError(`${file} holds no AttGAN generator: it has no tensor ${missing}.`);
}

/** How many attributes the first layer of the decoder takes beside z. */
export function attributesOf({ encoder, decoder }: Kernels): number {
  return (decoder[0]?.[3] as number) - (encoder.at(-1)?.[3] as number);
}

/** Options of `attganGenerator`: what the settings say, and otherwise what the shapes of the weights do. */
export function generatorChoice(
  dialect: Dialect,
  kernels: Kernels,
  attributes: number,
  known: KnownOfGenerator,
  file: string,
): Readonly<Record<string, unknown>> {
  const layersOf = (shapes: Kernels['encoder'], axis: 2 | 3, filters: readonly number[] | undefined): LayerSpec[] =>
    (filters ?? shapes.map((shape) => shape[axis] as number)).map((count, layer) => ({
      filters: count,
      kernel: (shapes[layer] ?? shapes[0])?.[0] as number,
      stride: 2,
    }));
  const encoder = layersOf(kernels.encoder, 3, known.encoder);
  // A fourth channel beside the colours is a mask's.
  const masked = kernels.decoder.at(-1)?.[2] === COLOURS + 1;
  const decoder = layersOf(masked ? coloursOnly(kernels.decoder) : kernels.decoder, 2, known.decoder);
  const { skips, injects } = skipsAndInjects(kernels, attributes, known, file);
  const base: GeneratorSpec = GENERATOR_PRESETS[dialect.preset];
  const { size, slope = base.slope, normEpsilon = base.normEpsilon } = known;
  const rest = { size, skips, injects, slope, normEpsilon, output: masked ? 'masked' : base.output };
  const other = Object.entries(rest).filter(([key, value]) => base[key as keyof typeof rest] !== value);
  return { preset: dialect.preset, ...widths(base, encoder, decoder), ...Object.fromEntries(other) };
}

/** The layers as options state them, where the last has one filter for each colour. */
function coloursOnly(decoder: Kernels['decoder']): Kernels['decoder'] {
  return decoder.map((shape, layer) => (layer === decoder.length - 1 ? shape.with(2, COLOURS) : shape));
}

/** One factor where the layers are the preset's, narrower or wider; otherwise the layers. */
function widths(base: GeneratorSpec, encoder: LayerSpec[], decoder: LayerSpec[]): Readonly<Record<string, unknown>> {
  const width = (encoder[0]?.filters as number) / (base.encoder[0]?.filters as number);
  const same = (layers: readonly LayerSpec[], preset: readonly LayerSpec[]): boolean =>
    JSON.stringify(layers.map(({ filters, kernel }) => [filters, kernel])) ===
    JSON.stringify(scaleWidths(preset, width).map(({ filters, kernel }) => [filters, kernel]));
  if (!same(encoder, base.encoder) || !same(decoder, base.decoder)) return { encoder, decoder };
  return width === 1 ? {} : { width };
}
