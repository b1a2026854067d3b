/** The thirteen attributes of the AttGAN paper (section 4, "Dataset"), in its order. */
export const ATTRIBUTES = [
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
export type Attribute = (typeof ATTRIBUTES)[number];

/** A face's attributes, every one of them. */
export type Labels = Readonly<Record<Attribute, boolean>>;

/**
 * At most one of each group holds. With none of the three colours, hair is ginger. Hair colour is *not* exclusive
 * with Bald: the eyebrows (and beard) carry the colour on a bald head, so growing hair back is predictable.
 */
export const EXCLUSIVE: readonly (readonly Attribute[])[] = [
  ['Bald', 'Bangs'],
  ['Black_Hair', 'Blond_Hair', 'Brown_Hair'],
];

/**
 * How often an attribute holds on a face that is not Male and on one that is. Male itself comes first, then the rest
 * independently given Male, save the two exclusive groups: at most one hair colour is drawn, and Bangs only on a head
 * that is not Bald, so that its share overall is the number here times (1 − share of Bald).
 */
export const PREVALENCE: Readonly<Record<Attribute, { readonly notMale: number; readonly male: number }>> = {
  Bald: { notMale: 0.08, male: 0.3 },
  Bangs: { notMale: 0.45, male: 0.35 },
  Black_Hair: { notMale: 0.25, male: 0.3 },
  Blond_Hair: { notMale: 0.28, male: 0.2 },
  Brown_Hair: { notMale: 0.27, male: 0.28 },
  Bushy_Eyebrows: { notMale: 0.2, male: 0.45 },
  Eyeglasses: { notMale: 0.25, male: 0.35 },
  Male: { notMale: 0.5, male: 0.5 },
  Mouth_Slightly_Open: { notMale: 0.52, male: 0.44 },
  Mustache: { notMale: 0.06, male: 0.45 },
  No_Beard: { notMale: 0.9, male: 0.3 },
  Pale_Skin: { notMale: 0.32, male: 0.26 },
  Young: { notMale: 0.6, male: 0.5 },
};
