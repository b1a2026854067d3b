import type { Layer } from './layer.ts';
import { memoryOf, type Plan } from './plan.ts';

const FOUR = [0, 1, 2, 3] as const;

/**
 * WGSL of a transposed convolution. Each pixel gathers the taps that reach it: those whose remainders modulo the stride fit its own. So
 * a group takes pixels of one remainder of rows and one of columns, for which this is a product of matrices, [positions, taps ×
 * channels] by [taps × channels, results]. The order of each sum depends on the layer alone.
 *
 * Bindings: `result`, the filters `W` [k, k, out, stored], the image `X`, and as the layer has them `Code`, `Scale`, `Shift`, `Features`.
 */
export function shaderOf(layer: Layer, plan: Plan): string {
  const { kernel, stride, stored, outputs } = layer;
  const { across, down, pixels, split, depth } = plan;
  const threads = across * down * split;
  const [rows, columns] = [down * pixels, across * 4];
  const quads = Math.ceil(stored / 4);
  const cells = rows * across;
  const most = Math.ceil(kernel / stride);
  // Neighbours read rows that lie a multiple of all memory banks apart; so each row begins at another place of its own.
  const place = (row: string, quad: string, group = row): string => `${row} * ${depth} + (${quad} ^ (${group} & 7))`;
  const slots = (count: number): number[] => Array.from({ length: Math.ceil(count / threads) }, (_, slot) => slot);
  const lanes = Array.from({ length: pixels }, (_, pixel) => pixel);
  const perSlot = threads / depth;
  return `
    var<workgroup> tile : array<vec4<f32>, ${memoryOf(plan)}>;
    ${kernel % stride === 0 ? '' : 'var<workgroup> steps : i32;'}
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
      let firstRow = i32(workgroupId.x) * ${rows};
      let firstOutput = i32(workgroupId.y) * ${columns};
      let remainder = vec2<i32>(i32(workgroupId.z) / ${stride}, i32(workgroupId.z) % ${stride});
      let firstTap = (remainder + uniforms.pads) % ${stride};
      let first = (remainder + uniforms.pads) / ${stride};
      let taps = (${kernel} - firstTap + ${stride - 1}) / ${stride};
      let count = taps.x * taps.y * ${quads};
      ${stepsOf(most * most * quads, depth, kernel % stride === 0)}

      let loaded = thread % ${depth};
      let loadedRow = thread / ${depth};
      ${slots(rows * depth)
        .map((slot) => `let position${slot} = positionOf(firstRow + loadedRow + ${slot * perSlot});`)
        .join('\n')}
      ${lanes.map((lane) => `var sum${lane} = vec4<f32>(0.0);`).join('\n')}
      for (var step = 0; step < ${kernel % stride === 0 ? 'steps' : 'uniformSteps'}; step++) {
        let at = step * ${depth} + loaded;
        let tap = at / ${quads};
        let quad = at - tap * ${quads};
        let offset = vec2<i32>(tap / max(taps.y, 1), tap % max(taps.y, 1));
        let within = at < count;
        ${slots(rows * depth)
          .map(
            (slot) => `{
          let row = loadedRow + ${slot * perSlot};
          let pixel = position${slot}.yz + first - offset;
          let inside = within && firstRow + row < uniforms.grid.z && all(pixel >= vec2<i32>(0)) && all(pixel < uniforms.sizes.xy);
          ${guarded(rows * depth, slot, threads, `tile[${place('row', 'loaded')}] = given(inside, position${slot}.x, pixel, quad);`)}
        }`,
          )
          .join('\n')}
        let filterTap = firstTap + offset * ${stride};
        let filterRow = (filterTap.x * ${kernel} + filterTap.y) * ${outputs} + firstOutput;
        ${slots(columns * depth)
          .map(
            (slot) => `{
          let column = loadedRow + ${slot * perSlot};
          let inside = within && firstOutput + column < ${outputs};
          ${guarded(columns * depth, slot, threads, `tile[${rows * depth} + ${place('column', 'loaded', '(column >> 2)')}] = weights(inside, filterRow + column, quad);`)}
        }`,
          )
          .join('\n')}
        workgroupBarrier();
        for (var quadOfStep = part; quadOfStep < ${depth}; quadOfStep += ${split}) {
          ${FOUR.map((output) => `let w${output} = tile[${rows * depth} + ${place(`(x * 4 + ${output})`, 'quadOfStep', 'x')}];`).join('\n')}
          ${lanes
            .map(
              (lane) => `{
            let row = y + ${lane * down};
            let a = tile[${place('row', 'quadOfStep')}];
            sum${lane} += vec4<f32>(${FOUR.map((output) => `dot(a, w${output})`).join(', ')});
          }`,
            )
            .join('\n')}
        }
        workgroupBarrier();
      }

      ${lanes.map((lane) => `tile[part * ${cells} + (y + ${lane * down}) * ${across} + x] = sum${lane};`).join('\n')}
      workgroupBarrier();
      for (var cell = thread; cell < ${cells}; cell += ${threads}) {
        var sum = tile[cell];
        ${Array.from({ length: split - 1 }, (_, other) => `sum += tile[cell + ${(other + 1) * cells}];`).join('\n')}
        let row = firstRow + cell / ${across};
        let output = firstOutput + cell % ${across} * 4;
        let position = positionOf(row);
        let pixel = position.yz * ${stride} + remainder;
        if (row < uniforms.grid.z && all(pixel < uniforms.sizes.zw) && output < ${outputs}) {
          finish(sum, output, ((position.x * uniforms.sizes.z + pixel.x) * uniforms.sizes.w + pixel.y) * ${outputs} + output);
        }
      }
    }`;
}

/** A slot beyond the tile belongs to no thread; only the last can be so. */
function guarded(size: number, slot: number, threads: number, statement: string): string {
  return (slot + 1) * threads <= size ? statement : `if (thread + ${slot * threads} < ${size}) { ${statement} }`;
}

/** Steps of the sum. Where remainders have unequal numbers of taps, all threads are told theirs, since they have to agree on it. */
function stepsOf(most: number, depth: number, equal: boolean): string {
  if (equal) return `let steps = ${Math.ceil(most / depth)};`;
  return `
      if (thread == 0) { steps = (count + ${depth - 1}) / ${depth}; }
      let uniformSteps = workgroupUniformLoad(&steps);`;
}

/** Functions that read four channels: of what is given to a position, and of the filters of a result. */
function readsOf({ channels, codes, stored, halves }: Layer): string {
  const whole = channels % 4 === 0;
  const quads = stored / 4;
  const image = `X[((image * uniforms.sizes.x + pixel.x) * uniforms.sizes.y + pixel.y) * ${whole ? `${channels / 4} + quad` : `${channels} + channel`}]`;
  const code = `Code[image * ${codes} + channel - ${channels}]`;
  const single = [
    ...(channels > 0 && !whole ? [`if (channel < ${channels}) { return ${image}; }`] : []),
    ...(codes > 0 ? [`if (channel < ${channels + codes}) { return ${code}; }`] : []),
  ];
  const weights = halves
    ? 'let pairs = W[row * quads + quad]; return vec4<f32>(unpack2x16float(bitcast<u32>(pairs.x)), unpack2x16float(bitcast<u32>(pairs.y)));'
    : 'return W[row * quads + quad];';
  return `
    fn givenAt(image : i32, pixel : vec2<i32>, channel : i32) -> f32 {
      ${single.join('\n')}
      return 0.0;
    }
    fn given(inside : bool, image : i32, pixel : vec2<i32>, quad : i32) -> vec4<f32> {
      if (!inside) { return vec4<f32>(0.0); }
      ${channels > 0 && whole ? `if (quad < ${channels / 4}) { return ${image}; }` : ''}
      return vec4<f32>(${FOUR.map((each) => `givenAt(image, pixel, quad * 4 + ${each})`).join(', ')});
    }
    fn weightAt(row : i32, channel : i32) -> f32 {
      ${stored % 4 === 0 ? 'return 0.0;' : `if (channel < ${stored}) { return W[row * ${stored} + channel]; } return 0.0;`}
    }
    fn weights(inside : bool, row : i32, quad : i32) -> vec4<f32> {
      if (!inside) { return vec4<f32>(0.0); }
      ${
        stored % 4 === 0
          ? `const quads = ${quads}; ${weights}`
          : `return vec4<f32>(${FOUR.map((each) => `weightAt(row, quad * 4 + ${each})`).join(', ')});`
      }
    }`;
}

/** A function that does what follows the sums of four results, and writes them. */
function finishOf({ outputs, scale, shift, features, activation }: Layer): string {
  const whole = outputs % 4 === 0;
  const value = (type: string, at: string, index: string): string => `
      ${scale ? `value *= Scale[${at}];` : ''}
      ${shift ? `value += Shift[${at}];` : ''}
      ${features ? `value += Features[${index}];` : ''}
      ${activation === 'relu' ? `value = max(value, ${type}(0.0));` : ''}
      ${activation === 'tanh' ? 'let e = exp(-2.0 * abs(value)); value = sign(value) * (1.0 - e) / (1.0 + e);' : ''}
      result[${index}] = value;`;
  return `
    fn finish(sums : vec4<f32>, output : i32, index : i32) {
      ${
        whole
          ? `var value = sums; let channel = output / 4; let place = index / 4; ${value('vec4<f32>', 'channel', 'place')}`
          : `for (var each = 0; each < 4 && output + each < ${outputs}; each++) {
        var value = sums[each];
        let channel = output + each;
        let place = index + each;
        ${value('f32', 'channel', 'place')}
      }`
      }
    }`;
}
