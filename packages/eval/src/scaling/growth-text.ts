import { betterFit, type Growth } from './fit-growth.ts';

/** The better fit as a formula, such as `12.3 + 4.56·batch` or `3.2·width^1.9`. */
export function growthText(against: string, growth: Growth): string {
  const { affine, power } = growth;
  if (betterFit(growth) === 'power' && power !== undefined) {
    return `${short(power.factor)}·${against}^${short(power.exponent)}`;
  }
  const sign = affine.slope < 0 ? '−' : '+';
  return `${short(affine.intercept)} ${sign} ${short(Math.abs(affine.slope))}·${against}`;
}

/** Of the better fit, e.g. `0.998`. */
export function explainedText(growth: Growth): string {
  const { affine, power } = growth;
  return Math.max(affine.r2, power?.r2 ?? -Infinity)
    .toFixed(3)
    .replace('-', '−');
}

/** Three digits, thousands whole. */
export function short(value: number): string {
  const text = Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}
