import { gridOf, type Layer } from './layer.ts';

/**
 * How a group of threads computes a tile of the result: `down`·`pixels` positions by `across`·4 channels. The `split` parts of the
 * threads share each sum, and add their shares in order.
 */
export interface Plan {
  readonly across: number;
  readonly down: number;
  /** Positions of each thread. */
  readonly pixels: number;
  readonly split: number;
  /** Fours of channels that are in the group's memory at once. */
  readonly depth: number;
}

/** What every WebGPU device has: bytes of a group's memory, in vectors of four numbers. */
export const GROUP_MEMORY = 16_384 / 16;

/** Groups that keep a large GPU busy: one for each of its processors. */
const ENOUGH = 128;

/** Two operands of each product are read from the group's memory; larger tiles use each more often. */
const LARGE: Plan = { across: 16, down: 8, pixels: 8, split: 1, depth: 8 };

/** Tiles as large as leave enough of them, since one face has few positions in layers of many channels. */
export function planOf(layer: Layer): Plan {
  if (groupsOf(layer, LARGE) >= 4 * ENOUGH && layer.outputs > 32) return LARGE;
  const across = Math.min(8, 2 ** Math.ceil(Math.log2(Math.ceil(layer.outputs / 4))));
  const down = 64 / across;
  const depth = down > 16 ? 8 : 16;
  const most = Math.max(1, 32 / down);
  const plans = [4, 2, 1]
    .filter((pixels) => pixels <= most)
    .map((pixels): Plan => ({ across, down, pixels, split: 4, depth }));
  return plans.find((plan) => groupsOf(layer, plan) >= ENOUGH) ?? (plans.at(-1) as Plan);
}

/** Groups of threads: tiles of positions, tiles of channels, and one of each for every remainder of rows and columns. */
export function dispatchOf(layer: Layer, { across, down, pixels }: Plan): [number, number, number] {
  const [height, width] = gridOf(layer);
  const rows = layer.batch * height * width;
  return [Math.ceil(rows / (down * pixels)), Math.ceil(layer.outputs / (4 * across)), layer.stride ** 2];
}

function groupsOf(layer: Layer, plan: Plan): number {
  return dispatchOf(layer, plan).reduce((product, count) => product * count, 1);
}

/** Vectors of four numbers that a group keeps: a tile of either operand, and in the end each part's share of the sums. */
export function memoryOf({ across, down, pixels, split, depth }: Plan): number {
  return Math.max((down * pixels + 4 * across) * depth, split * down * pixels * across);
}
