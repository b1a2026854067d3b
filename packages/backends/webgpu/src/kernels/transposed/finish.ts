import type { Layer } from './layer.ts';

/** A WGSL function that does what follows the sums of four results, and writes them. */
export function finishOf({ outputs, scale, shift, features, activation }: Layer): string {
  const whole = outputs % 4 === 0;
  const value = (type: string, at: string, index: string): string => `
      ${scale ? `value *= Scale[${at}];` : ''}
      ${shift ? `value += Shift[${at}];` : ''}
      ${features ? `value += Features[${index}];` : ''}
      ${activation === 'relu' ? `value = select(value, ${type}(0.0), value < ${type}(0.0));` : ''}
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
