import { finishOf } from './finish.ts';
import type { Layer } from './layer.ts';
import { memoryOf, type Plan } from './plan.ts';
import { readsOf } from './reads.ts';

const FOUR = [0, 1, 2, 3] as const;

/**
 * WGSL of a transposed convolution. Each pixel gathers the taps that reach it: those whose remainders modulo the stride fit its own. So
 * a group takes pixels of one remainder of rows and one of columns, for which this is a product of matrices, [positions, taps ×
 * channels] by [taps × channels, results]. The order of each sum depends on the layer alone.
 *
 * Bindings: `result`, the filters `W` [k, k, out, stored], the image `X`, and as the layer has them `Code`, `Scale`, `Shift`, `Features`.
 */
export function shaderOf(layer: Layer, plan: Plan): string {
  const { kernel, stride } = layer;
  const { across, down, pixels } = plan;
  const unequal = kernel % stride > 0;
  return `
    var<workgroup> tile : array<vec4<f32>, ${memoryOf(plan)}>;
    ${unequal ? 'var<workgroup> steps : i32;' : ''}
    ${readsOf(layer)}
    ${finishOf(layer)}

    fn positionOf(row : i32) -> vec3<i32> {
      let image = row / (uniforms.grid.x * uniforms.grid.y);
      let rest = row - image * uniforms.grid.x * uniforms.grid.y;
      return vec3<i32>(image, rest / uniforms.grid.y, rest % uniforms.grid.y);
    }

    fn main() {
      let thread = i32(localIndex);
      let x = thread % ${across};
      let y = thread / ${across} % ${down};
      let part = thread / ${across * down};
      let firstRow = i32(workgroupId.x) * ${down * pixels};
      let firstOutput = i32(workgroupId.y) * ${across * 4};
      let remainder = vec2<i32>(i32(workgroupId.z) / ${stride}, i32(workgroupId.z) % ${stride});
      let firstTap = (remainder + uniforms.pads) % ${stride};
      let first = (remainder + uniforms.pads) / ${stride};
      let taps = (${kernel} - firstTap + ${stride - 1}) / ${stride};
      ${sumsOf(layer, plan, unequal)}
      ${writesOf(layer, plan)}
    }`;
}

/** Neighbours read rows that lie a multiple of all memory banks apart; so each row, or `group` of rows, begins at a place of its own. */
function placeIn({ depth }: Plan, row: string, quad: string, group = row): string {
  return `${row} * ${depth} + (${quad} ^ (${group} & 7))`;
}

/** The sums of each thread: tiles of both matrices are read by all threads of a group, and multiplied by each. */
function sumsOf({ kernel, stride, stored, outputs }: Layer, plan: Plan, unequal: boolean): string {
  const { across, down, pixels, split, depth } = plan;
  const [rows, columns] = [down * pixels, across * 4];
  const threads = across * down * split;
  const quads = Math.ceil(stored / 4);
  const most = Math.ceil(kernel / stride) ** 2 * quads;
  const lanes = Array.from({ length: pixels }, (_, lane) => lane);
  const perSlot = threads / depth;
  const slots = Math.ceil((rows * depth) / threads);
  // A loop, and not so many copies, for the sake of what compiles it.
  const loads = (size: number, name: string, body: string): string => `
        for (var slot = 0; slot < ${Math.ceil(size / threads)}; slot++) {
          let ${name} = loadedRow + slot * ${perSlot};
          ${size % threads === 0 ? '' : `if (${name} >= ${size / depth}) { break; }`}
          ${body}
        }`;
  const pixelLoads = loads(
    rows * depth,
    'row',
    `let pixel = positions[slot].yz + first - offset;
          let inside = within && firstRow + row < uniforms.grid.z && all(pixel >= vec2<i32>(0)) && all(pixel < uniforms.sizes.xy);
          tile[${placeIn(plan, 'row', 'loaded')}] = given(inside, positions[slot].x, pixel, quad);`,
  );
  const weightLoads = loads(
    columns * depth,
    'column',
    `let inside = within && firstOutput + column < ${outputs};
          tile[${rows * depth} + ${placeIn(plan, 'column', 'loaded', '(column >> 2)')}] = weights(inside, filterRow + column, quad);`,
  );
  const readWeights = FOUR.map(
    (output) => `let w${output} = tile[${rows * depth} + ${placeIn(plan, `(x * 4 + ${output})`, 'quadOfStep', 'x')}];`,
  );
  const products = lanes.map(
    (lane) => `{
            let row = y + ${lane * down};
            let a = tile[${placeIn(plan, 'row', 'quadOfStep')}];
            sum${lane} += vec4<f32>(${FOUR.map((output) => `dot(a, w${output})`).join(', ')});
          }`,
  );
  return `
      let count = taps.x * taps.y * ${quads};
      ${unequal ? stepsOf(depth) : `let stepCount = ${Math.ceil(most / depth)};`}
      let loaded = thread % ${depth};
      let loadedRow = thread / ${depth};
      var positions : array<vec3<i32>, ${slots}>;
      for (var slot = 0; slot < ${slots}; slot++) { positions[slot] = positionOf(firstRow + loadedRow + slot * ${perSlot}); }
      ${lanes.map((lane) => `var sum${lane} = vec4<f32>(0.0);`).join('\n')}
      for (var step = 0; step < stepCount; step++) {
        let at = step * ${depth} + loaded;
        let within = at < count;
        let tap = at / ${quads};
        let quad = at - tap * ${quads};
        let offset = vec2<i32>(tap / max(taps.y, 1), tap % max(taps.y, 1));
        let filterTap = firstTap + offset * ${stride};
        let filterRow = (filterTap.x * ${kernel} + filterTap.y) * ${outputs} + firstOutput;
        ${pixelLoads}
        ${weightLoads}
        workgroupBarrier();
        for (var quadOfStep = part; quadOfStep < ${depth}; quadOfStep += ${split}) {
          ${readWeights.join('\n')}
          ${products.join('\n')}
        }
        workgroupBarrier();
      }`;
}

/** Where remainders have unequal numbers of taps, all threads of a group are told their steps, since they have to agree on them. */
function stepsOf(depth: number): string {
  return `
      if (thread == 0) { steps = (count + ${depth - 1}) / ${depth}; }
      let stepCount = workgroupUniformLoad(&steps);`;
}

/** Adds the shares of each sum in order, and writes what follows. */
function writesOf({ stride, outputs }: Layer, { across, down, pixels, split }: Plan): string {
  const cells = down * pixels * across;
  const shares = Array.from(
    { length: pixels },
    (_, lane) => `tile[part * ${cells} + (y + ${lane * down}) * ${across} + x] = sum${lane};`,
  );
  const others = Array.from({ length: split - 1 }, (_, other) => `sum += tile[cell + ${(other + 1) * cells}];`);
  return `
      ${shares.join('\n')}
      workgroupBarrier();
      for (var cell = thread; cell < ${cells}; cell += ${across * down * split}) {
        var sum = tile[cell];
        ${others.join('\n')}
        let row = firstRow + cell / ${across};
        let output = firstOutput + cell % ${across} * 4;
        let position = positionOf(row);
        let pixel = position.yz * ${stride} + remainder;
        if (row < uniforms.grid.z && all(pixel < uniforms.sizes.zw) && output < ${outputs}) {
          finish(sum, output, ((position.x * uniforms.sizes.z + pixel.x) * uniforms.sizes.w + pixel.y) * ${outputs} + output);
        }
      }`;
}
