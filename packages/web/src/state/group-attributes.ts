import { strings } from '../strings.ts';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  hair: ['Bald', 'Bangs', 'Black_Hair', 'Blond_Hair', 'Brown_Hair'],
  face: ['Bushy_Eyebrows', 'Eyeglasses', 'Mouth_Slightly_Open', 'Pale_Skin'],
  beard: ['Mustache', 'No_Beard'],
  person: ['Male', 'Young'],
};

export interface AttributeGroup {
  readonly title: string;
  /** Places among the model's attributes. */
  readonly attributes: readonly number[];
}

/** A model's attributes under headings; those that no heading knows come last. */
export function groupAttributes(attributes: readonly string[]): AttributeGroup[] {
  const titles = strings.groups as Readonly<Record<string, string>>;
  const known = new Set(Object.values(GROUPS).flat());
  const other = attributes.filter((attribute) => !known.has(attribute));
  return [...Object.entries(GROUPS), ['other', other] as const]
    .map(([group, names]) => ({
      title: titles[group] as string,
      attributes: names.map((name) => attributes.indexOf(name)).filter((index) => index >= 0),
    }))
    .filter((group) => group.attributes.length > 0);
}
