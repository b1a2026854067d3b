import { Values } from './values.ts';

// Derivatives in float64 by central differences of fourth order, which err by about 1e-11 of the function.

type Function = (inputs: readonly Values[]) => number;

const STENCIL = [
  [-2, 1 / 12],
  [-1, -8 / 12],
  [1, 8 / 12],
  [2, -1 / 12],
] as const;
const STEP = 2e-3;

function difference(at: (distance: number) => number): number {
  return STENCIL.reduce((sum, [place, weight]) => sum + weight * at(place * STEP), 0) / STEP;
}

/** ∂f/∂ of every number of every input. */
export function gradient(f: Function, inputs: readonly Values[]): Values[] {
  const moved = inputs.map(({ shape, data }) => new Values(shape, data.slice()));
  return moved.map(({ shape, data }) => {
    const slopes = data.map((base, index) => {
      const slope = difference((distance) => {
        data[index] = base + distance;
        return f(moved);
      });
      data[index] = base;
      return slope;
    });
    return new Values(shape, slopes);
  });
}

/** The slope of f when one input moves along a direction. */
export function slopeAlong(f: Function, inputs: readonly Values[], which: number, direction: Values): number {
  const { shape, data } = inputs[which] as Values;
  return difference((distance) => {
    const moved = data.map((base, index) => base + distance * (direction.data[index] as number));
    return f(inputs.with(which, new Values(shape, moved)));
  });
}
