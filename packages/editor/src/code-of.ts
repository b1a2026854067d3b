import type { ModelCard } from '@attgan/formats';

/** What to do with one attribute: set it, turn it round, or a degree from −1 (fully off) to 1 (fully on). */
export interface Change {
  readonly attribute: string;
  readonly value: 'on' | 'off' | 'flip' | number;
}

export interface CodeOptions {
  /** Factor on the codes of edited attributes: 1 is what training saw, larger is stronger. The model's own when absent. */
  readonly strength?: number;
}

/** Published edits use codes twice as far out as training's: for models that do not say what suits them. */
export const DEFAULT_STRENGTH = 2;

export type Coding = Pick<ModelCard, 'attributes' | 'exclusive' | 'scale'>;

/** How strongly a face shows each attribute, [attributes] in [0, 1], where the encoder tells. */
export type Intensities = ArrayLike<number>;

/** The code of a face left as it is: (2·label − 1)·scale, times how strongly it shows each attribute where that is known. */
export function plainCode(
  labels: ArrayLike<number>,
  { attributes, scale }: Coding,
  intensities?: Intensities,
): number[] {
  return attributes.map((_, index) => (2 * (labels[index] as number) - 1) * scale * (intensities?.[index] ?? 1));
}

/**
 * The code the decoder takes for a face with these labels after the changes: the plain one for attributes left alone,
 * ±strength·scale for those switched, degree·strength·scale for those given as a number. Switching one on (or
 * a degree above 0) switches off the others of its exclusive groups; such a partner counts as edited only where it
 * was on. A change asked for counts as edited even where the label has that value already.
 * @param labels [attributes], 0 or 1
 */
export function codeOf(
  labels: ArrayLike<number>,
  changes: readonly Change[],
  card: Coding,
  { strength = DEFAULT_STRENGTH }: CodeOptions = {},
  intensities?: Intensities,
): number[] {
  const { attributes, exclusive, scale } = card;
  const code = plainCode(labels, card, intensities);
  const asked = new Set(changes.map(({ attribute }) => attribute));
  for (const { attribute, value } of changes) {
    const index = attributes.indexOf(attribute);
    const degree = degreeOf(value, labels[index] as number);
    code[index] = degree * scale * strength;
    if (degree <= 0) continue;
    for (const rival of exclusive.filter((group) => group.includes(attribute)).flat()) {
      const other = attributes.indexOf(rival);
      if (!asked.has(rival) && labels[other] === 1) code[other] = -scale * strength;
    }
  }
  return code;
}

function degreeOf(value: Change['value'], label: number): number {
  if (typeof value === 'number') return value;
  if (value === 'flip') return label === 1 ? -1 : 1;
  return value === 'on' ? 1 : -1;
}
