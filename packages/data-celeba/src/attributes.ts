import { editDistance, UsageError } from '@attgan/core';

/** The 40 attributes of CelebA, in the order of its label file. */
export const CELEBA_ATTRIBUTES = [
  '5_o_Clock_Shadow',
  'Arched_Eyebrows',
  'Attractive',
  'Bags_Under_Eyes',
  'Bald',
  'Bangs',
  'Big_Lips',
  'Big_Nose',
  'Black_Hair',
  'Blond_Hair',
  'Blurry',
  'Brown_Hair',
  'Bushy_Eyebrows',
  'Chubby',
  'Double_Chin',
  'Eyeglasses',
  'Goatee',
  'Gray_Hair',
  'Heavy_Makeup',
  'High_Cheekbones',
  'Male',
  'Mouth_Slightly_Open',
  'Mustache',
  'Narrow_Eyes',
  'No_Beard',
  'Oval_Face',
  'Pale_Skin',
  'Pointy_Nose',
  'Receding_Hairline',
  'Rosy_Cheeks',
  'Sideburns',
  'Smiling',
  'Straight_Hair',
  'Wavy_Hair',
  'Wearing_Earrings',
  'Wearing_Hat',
  'Wearing_Lipstick',
  'Wearing_Necklace',
  'Wearing_Necktie',
  'Young',
] as const;

/** The 13 attributes that the AttGAN paper edits (section 4), in the order of its tables. */
export const PAPER_ATTRIBUTES = [
  'Bald',
  'Bangs',
  'Black_Hair',
  'Blond_Hair',
  'Brown_Hair',
  'Bushy_Eyebrows',
  'Eyeglasses',
  'Male',
  'Mouth_Slightly_Open',
  'Mustache',
  'No_Beard',
  'Pale_Skin',
  'Young',
] as const;

/** `wanted` as columns of `known`. Throws a UsageError for an unknown or repeated name, with the nearest names. */
export function attributeColumns(wanted: readonly string[], known: readonly string[], where: string): number[] {
  return wanted.map((name, position) => {
    const column = known.indexOf(name);
    if (column < 0) {
      throw new UsageError(`${where} has no attribute "${name}". ${nearest(name, known)}`);
    }
    if (wanted.indexOf(name) !== position) {
      throw new UsageError(`The attribute "${name}" is named twice in the option "attributes"; name it once.`);
    }
    return column;
  });
}

function nearest(name: string, known: readonly string[]): string {
  const plain = simplify(name);
  const scored = known.map((candidate) => ({ candidate, distance: mismatch(plain, simplify(candidate)) }));
  const near = scored
    .filter(({ distance }) => distance <= Math.max(2, plain.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
  return near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Known: ${known.join(', ')}.`;
}

const simplify = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Edits between two words, or nothing when one holds the other: "glasses" means "Eyeglasses". */
function mismatch(a: string, b: string): number {
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return 0;
  return editDistance(a, b);
}
