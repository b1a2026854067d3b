import { z } from 'zod';

/** One (transposed) convolution: how many filters, which square kernel, which stride. */
export const layerSchema = z.strictObject({
  filters: z.int().positive(),
  kernel: z.int().positive(),
  stride: z.int().positive(),
});
export type LayerSpec = z.output<typeof layerSchema>;

/** Layers with the same kernel and stride, by their filters. */
export function layers(filters: readonly number[], kernel: number, stride = 2): LayerSpec[] {
  return filters.map((count) => ({ filters: count, kernel, stride }));
}

/** Multiplies hidden widths; images keep their three channels. */
export function scaleWidths(specs: readonly LayerSpec[], width: number): LayerSpec[] {
  return specs.map((spec) => (spec.filters === 3 ? spec : { ...spec, filters: scaleWidth(spec.filters, width) }));
}

export function scaleWidth(filters: number, width: number): number {
  return Math.max(1, Math.floor(filters * width));
}

/** Height and width of a feature map after strided convolutions with TensorFlow's SAME padding. */
export function edgeAfter(size: number, specs: readonly LayerSpec[]): number {
  return specs.reduce((edge, { stride }) => Math.ceil(edge / stride), size);
}

export const initializerSchema = z.enum(['xavier', 'pytorch', 'dcgan', 'vaegan']);
export type Initializer = z.output<typeof initializerSchema>;
