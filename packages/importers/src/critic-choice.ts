import { CRITIC_PRESETS, scaleWidths, type LayerSpec } from '@attgan/nets';
import type { Dialect } from './dialects/dialect.ts';
import type { Shapes } from './generator-choice.ts';

/** More layers would leave nothing of any image. */
const MOST_LAYERS = 12;

/** What a critic of AttGAN-PyTorch is: options of `attganCritic`, and the channels of its last feature map. */
export interface CriticChoice {
  readonly options: Readonly<Record<string, unknown>>;
  readonly channels: number;
}

/** Options of `attganCritic` that the shapes of a state dict tell; undefined where it has no layer of a critic. */
export function criticChoice(dialect: Dialect, shapes: Shapes, size: number): CriticChoice | undefined {
  const layers: LayerSpec[] = [];
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const shape = shapes.get(dialect.criticKernel?.(layer) ?? '')?.shape;
    if (shape?.length !== 4) break;
    const [kernel, , , filters] = dialect.ourShape(shape) as [number, number, number, number];
    layers.push({ filters, kernel, stride: 2 });
  }
  const units = shapes.get('fc_adv.0.layers.0.weight')?.shape[0];
  const last = layers.at(-1)?.filters;
  if (units === undefined || last === undefined) return undefined;
  const base = CRITIC_PRESETS[dialect.preset];
  const width = (layers[0]?.filters as number) / (base.layers[0]?.filters as number);
  const scaled = JSON.stringify(scaleWidths(base.layers, width)) === JSON.stringify(layers);
  const normed = shapes.has('conv.0.layers.1.weight');
  const narrow = scaled && Math.floor(base.units * width) === units;
  return {
    options: {
      preset: dialect.preset,
      ...(narrow ? width !== 1 && { width } : { layers, units }),
      ...(size !== base.size && { size }),
      ...(!normed && { norm: 'none' }),
    },
    channels: last,
  };
}
