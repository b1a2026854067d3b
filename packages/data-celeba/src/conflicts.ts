/** Attributes of which a face has at most one. */
export const EXCLUSIVE_GROUPS = [
  ['Black_Hair', 'Blond_Hair', 'Brown_Hair', 'Gray_Hair'],
  ['Straight_Hair', 'Wavy_Hair'],
  ['Bald', 'Bangs'],
  ['Receding_Hairline', 'Bangs'],
] as const;

/** Switching `attribute` on switches `off` off. */
export interface Conflict {
  readonly attribute: string;
  readonly off: readonly string[];
}

/**
 * What each attribute excludes, as the reference code of AttGAN has it when an attribute is switched on.
 * It says the same as EXCLUSIVE_GROUPS: Bald and Receding_Hairline stand in separate pairs with Bangs because a face
 * can have both.
 */
export const CONFLICTS: readonly Conflict[] = conflictsOf(EXCLUSIVE_GROUPS);

/** For each attribute of the groups, all that share a group with it. */
export function conflictsOf(groups: readonly (readonly string[])[]): Conflict[] {
  return [...new Set(groups.flat())].map((attribute) => ({
    attribute,
    off: [...new Set(groups.filter((group) => group.includes(attribute)).flat())].filter((name) => name !== attribute),
  }));
}
