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

/** Attributes of which a face has at most one. */
export const EXCLUSIVE_GROUPS = [
  ['Black_Hair', 'Blond_Hair', 'Brown_Hair', 'Gray_Hair'],
  ['Straight_Hair', 'Wavy_Hair'],
  ['Bald', 'Bangs'],
  ['Receding_Hairline', 'Bangs'],
] as const;
