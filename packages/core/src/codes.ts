// How labels and changes of labels become the code that a decoder is given. Plain numbers; `@attgan/nets` has what concerns
// tensors.

/** What a code depends on besides the labels and the changes. */
export interface Coding {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  /** The code of a label is (2·label − 1)·scale. */
  readonly scale: number;
  /** Factors on the strength by attribute, so that one strength suits all of them; 1 for those that are not named. */
  readonly gains?: Readonly<Record<string, number>>;
}

/** A change of one attribute: on, off, flip, or a degree from −1 (fully off) to 1 (fully on). */
export interface Change {
  readonly attribute: string;
  readonly value: 'on' | 'off' | 'flip' | number;
}

/** How strongly a face shows each attribute, [attributes] in [0, 1], if the encoder predicts it. */
export type Intensities = ArrayLike<number>;

/**
 * The code of a face left as it is: (2·label − 1)·scale, times how strongly it shows each attribute where that is known
 * (b_int of eq. 15).
 * @param labels [attributes], 0 or 1
 */
export function labelCode(labels: ArrayLike<number>, scale: number, intensities?: Intensities): number[] {
  return Array.from(labels, (label, index) => (2 * label - 1) * scale * (intensities?.[index] ?? 1));
}

/** Indices of the attributes that share an exclusive group with attribute `index`. */
export function rivalsOf(
  index: number,
  attributes: readonly string[],
  exclusive: readonly (readonly string[])[],
): number[] {
  const name = attributes[index] as string;
  const grouped = new Set(exclusive.filter((group) => group.includes(name)).flat());
  return attributes.flatMap((other, at) => (at !== index && grouped.has(other) ? [at] : []));
}

/** The labels with attribute `index` flipped; switching it on switches off the others of its exclusive groups. */
export function flipLabel(
  labels: readonly number[],
  index: number,
  attributes: readonly string[],
  exclusive: readonly (readonly string[])[],
): number[] {
  const wanted = 1 - (labels[index] as number);
  const rivals = new Set(wanted === 1 ? rivalsOf(index, attributes, exclusive) : []);
  return labels.map((value, other) => {
    if (other === index) return wanted;
    return rivals.has(other) ? 0 : value;
  });
}

/**
 * What happens to attributes that cannot hold beside one that is switched on by a degree between 0 and 1: they are switched off, or fade
 * by that degree, so that a moving degree makes no jump. Fully on is the same in both.
 */
export type RivalChange = 'switch' | 'fade';

/** The code of an attribute that an edit of that strength switches fully on: its gain·strength·scale. */
function fullCode(index: number, { attributes, scale, gains }: Coding, strength: number): number {
  return (gains?.[attributes[index] as string] ?? 1) * strength * scale;
}

/**
 * The code of a face with these labels after the changes: the code of its labels for attributes left alone, ±gain·strength·scale for
 * those switched, degree·gain·strength·scale for those given as a number. Switching one on (or a degree above 0) switches off the
 * others of its exclusive groups; such a rival counts as edited only where it was on. A requested change counts as edited even
 * if the label already has that value.
 * @param labels [attributes], 0 or 1
 * @param changes of attributes that `coding` has
 * @param strength factor on the codes of edited attributes: 1 is what training saw, larger is stronger
 */
export function editCode(
  labels: ArrayLike<number>,
  changes: readonly Change[],
  coding: Coding,
  strength: number,
  intensities?: Intensities,
  rivals: RivalChange = 'switch',
): number[] {
  const { attributes, exclusive, scale } = coding;
  const own = labelCode(labels, scale, intensities);
  const code = [...own];
  const asked = new Set(changes.map(({ attribute }) => attributes.indexOf(attribute)));
  for (const { attribute, value } of changes) {
    const index = attributes.indexOf(attribute);
    const degree = degreeOf(value, labels[index] as number);
    code[index] = degree * fullCode(index, coding, strength);
    if (degree <= 0) continue;
    for (const rival of rivalsOf(index, attributes, exclusive)) {
      if (asked.has(rival) || labels[rival] !== 1) continue;
      const before = own[rival] as number;
      const off = -fullCode(rival, coding, strength);
      code[rival] = rivals === 'fade' ? before + degree * (off - before) : off;
    }
  }
  return code;
}

function degreeOf(value: Change['value'], label: number): number {
  if (typeof value === 'number') return value;
  if (value === 'flip') return label === 1 ? -1 : 1;
  return value === 'on' ? 1 : -1;
}

/**
 * Codes for one attribute from fully off to fully on, [steps][attributes]. Rivals that are on stay on while the attribute is
 * off, and fade to off, −gain·strength·scale, as it rises, so that no step has both.
 * @param steps at least 2
 */
export function slideCodes(
  labels: ArrayLike<number>,
  attribute: string,
  steps: number,
  coding: Coding,
  strength: number,
  intensities?: Intensities,
): number[][] {
  const { attributes, exclusive, scale } = coding;
  const own = labelCode(labels, scale, intensities);
  const sliding = attributes.indexOf(attribute);
  const rivals = new Set(rivalsOf(sliding, attributes, exclusive));
  return Array.from({ length: steps }, (_, step) => {
    const degree = -1 + (2 * step) / (steps - 1);
    const coming = Math.max(0, degree);
    return own.map((code, index) => {
      if (index === sliding) return degree * fullCode(index, coding, strength);
      const fades = rivals.has(index) && labels[index] === 1;
      return fades ? code + coming * (-fullCode(index, coding, strength) - code) : code;
    });
  });
}
