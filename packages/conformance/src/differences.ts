import { Values } from './values.ts';

// Derivatives in float64 by central differences of fourth order, which err by about 1e-11 of the function.

type Function = (inputs: readonly Values[]) => number;

const STENCIL = [
  [-2, 1 / 12],
  [-1, -8 / 12],
  [1, 8 / 12],
  [2, -1 / 12],
] as const;
/** For one number of few; and for all of many at once, which together bend a network far sooner. */
const STEP = 2e-3;
const SMALL_STEP = 3e-4;
/** What is left of a derivative that is zero. */
const ROUNDING = 1e-7;

function difference(at: (distance: number) => number, step: number): number {
  return STENCIL.reduce((sum, [place, weight]) => sum + weight * at(place * step), 0) / step;
}

/** ∂f/∂ of every number of every input. */
export function gradient(f: Function, inputs: readonly Values[]): Values[] {
  const moved = inputs.map(({ shape, data }) => new Values(shape, data.slice()));
  return moved.map(({ shape, data }) => {
    const slopes = data.map((base, index) => {
      const slope = difference((distance) => {
        data[index] = base + distance;
        return f(moved);
      }, STEP);
      data[index] = base;
      return Math.abs(slope) < ROUNDING ? 0 : slope;
    });
    return new Values(shape, slopes);
  });
}

/**
 * The slope of f when its inputs move along directions at once.
 * @param directions one for each input; undefined for those that stay
 */
export function slopeAlong(
  f: Function,
  inputs: readonly Values[],
  directions: readonly (Values | undefined)[],
): number {
  const slope = difference((distance) => {
    const moved = inputs.map((input, which) => {
      const direction = directions[which];
      return direction === undefined ? input : shift(input, direction, distance);
    });
    return f(moved);
  }, SMALL_STEP);
  return Math.abs(slope) < ROUNDING ? 0 : slope;
}

function shift({ shape, data }: Values, direction: Values, distance: number): Values {
  return new Values(
    shape,
    data.map((base, index) => base + distance * (direction.data[index] as number)),
  );
}
