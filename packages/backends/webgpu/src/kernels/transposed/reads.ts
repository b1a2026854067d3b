import type { Layer } from './layer.ts';

const FOUR = [0, 1, 2, 3] as const;

/** WGSL functions that read four channels: of what is given to a position, and of the filters of a result. */
export function readsOf({ channels, codes, stored, halves }: Layer): string {
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
