import { AttganError } from '@attgan/core';
import { ATTRIBUTES, EXCLUSIVE, PREVALENCE, type Attribute, type Labels } from './attributes.ts';
import type { Random } from './random.ts';

const HAIR_COLOURS = ['Black_Hair', 'Blond_Hair', 'Brown_Hair'] as const;

/** Draws a consistent set of attributes from the table of prevalences. */
export function sampleLabels(random: Random): Labels {
  const male = random.next() < PREVALENCE.Male.male;
  const share = (attribute: Attribute): number => PREVALENCE[attribute][male ? 'male' : 'notMale'];
  const labels = Object.fromEntries(ATTRIBUTES.map((name) => [name, random.next() < share(name)])) as Record<
    Attribute,
    boolean
  >;
  labels.Male = male;
  labels.Bangs &&= !labels.Bald;
  let position = random.next();
  for (const colour of HAIR_COLOURS) {
    labels[colour] = position >= 0 && position < share(colour);
    position -= share(colour);
  }
  return labels;
}

/**
 * `own` with the listed attributes set to `wanted`. An attribute that is not listed and excludes one that is wanted on
 * is switched off: it has to give way.
 * @throws AttganError when `wanted` itself breaks an exclusive group.
 */
export function relabel(own: Labels, listed: readonly Attribute[], wanted: Uint8Array): Labels {
  const labels: Record<Attribute, boolean> = { ...own };
  listed.forEach((name, position) => (labels[name] = wanted[position] === 1));
  for (const group of EXCLUSIVE) {
    const on = group.filter((name) => labels[name]);
    const asked = on.filter((name) => listed.includes(name));
    if (asked.length > 1) {
      throw new AttganError(`A face cannot be both ${asked.join(' and ')}: at most one of ${group.join(', ')} holds.`);
    }
    if (asked.length === 1) for (const name of on) labels[name] = asked.includes(name);
  }
  return labels;
}

/** The listed attributes of each face as 0 and 1, [faces.length, listed.length]. */
export function packLabels(faces: readonly Labels[], listed: readonly Attribute[]): Uint8Array {
  return Uint8Array.from(faces.flatMap((labels) => listed.map((name) => (labels[name] ? 1 : 0))));
}
