import { UsageError } from '@attgan/core';
import { z } from 'zod';

/** Filters of a layer, or units. */
const MOST_FILTERS = 2 ** 16;

/** One (transposed) convolution: how many filters, which square kernel, which stride. */
export const layerSchema = z.strictObject({
  filters: z.int().positive().max(MOST_FILTERS),
  kernel: z.int().positive().max(64),
  stride: z.int().positive().max(64),
});
export type LayerSpec = z.output<typeof layerSchema>;
/** More layers than images can be halved and convolved to any use. */
export const layersSchema = z.array(layerSchema).min(1).max(64);

/** Layers with the same kernel and stride, by their filters. */
export function layers(filters: readonly number[], kernel: number, stride = 2): LayerSpec[] {
  return filters.map((count) => ({ filters: count, kernel, stride }));
}

/** Multiplies hidden widths; images keep their three channels. */
export function scaleWidths(specs: readonly LayerSpec[], width: number): LayerSpec[] {
  return specs.map((spec) => (spec.filters === 3 ? spec : { ...spec, filters: scaleWidth(spec.filters, width) }));
}

/** @throws UsageError for more than any machine could hold */
export function scaleWidth(filters: number, width: number): number {
  const scaled = Math.max(1, Math.floor(filters * width));
  if (scaled <= MOST_FILTERS) return scaled;
  throw new UsageError(
    `A width of ${width} makes a layer of ${scaled} filters, over the limit of ${MOST_FILTERS}. Lower it.`,
  );
}

/** Values of the feature maps that these layers make of one image, all together. */
export function featuresOf(size: number, specs: readonly LayerSpec[], direction: 'down' | 'up' = 'down'): number {
  let [edge, values] = [size, 0];
  for (const { filters, stride } of specs) {
    edge = direction === 'down' ? Math.ceil(edge / stride) : edge * stride;
    values += edge * edge * filters;
  }
  return values;
}

/** Height and width of a feature map after strided convolutions with TensorFlow's SAME padding. */
export function edgeAfter(size: number, specs: readonly LayerSpec[]): number {
  return specs.reduce((edge, { stride }) => Math.ceil(edge / stride), size);
}

export const initializerSchema = z.enum(['xavier', 'pytorch', 'dcgan', 'vaegan']);
export type Initializer = z.output<typeof initializerSchema>;
