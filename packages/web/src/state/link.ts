import type { Look } from './look.ts';

/** What a link says of the sliders of a face. */
export interface LinkedLook {
  /** By attribute, from −1 to 1, none in the middle. */
  readonly sliders: Readonly<Record<string, number>>;
  readonly strength?: number;
}

const STRENGTH = 'strength';
/** The ends of the slider of strength. */
const RANGE = [0.5, 4] as const;

/** The sliders as the fragment of a URL, in percent: `#Eyeglasses=100&strength=2`. Nothing of the photo is in it. */
export function linkOf(look: Look, attributes: readonly string[], strength: number): string {
  const moved = attributes
    .map((name, index) => [name, Math.round((look[index] ?? 0) * 100)] as const)
    .filter(([, percent]) => percent !== 0);
  const fields = [...moved, [STRENGTH, Number(strength.toFixed(2))] as const];
  return `#${new URLSearchParams(fields.map(([name, value]) => [name, String(value)]))}`;
}

/** Reads what `linkOf` wrote; whatever else stands there is left out. Undefined where no slider is moved. */
export function parseLink(fragment: string, attributes: readonly string[]): LinkedLook | undefined {
  const fields = [...new URLSearchParams(fragment.replace(/^#/, ''))].map(
    ([name, text]) => [name, Number(text || NaN)] as const,
  );
  const known = fields.filter(([, value]) => Number.isFinite(value));
  const sliders = known
    .filter(([name, percent]) => attributes.includes(name) && percent !== 0)
    .map(([name, percent]) => [name, clamp(percent, -100, 100) / 100] as const);
  if (sliders.length === 0) return undefined;
  const strength = known.find(([name]) => name === STRENGTH)?.[1];
  return {
    sliders: Object.fromEntries(sliders),
    ...(strength !== undefined && { strength: clamp(strength, ...RANGE) }),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
