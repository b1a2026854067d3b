import { EXCLUSIVE_GROUPS } from '@attgan/image-files';

export { EXCLUSIVE_GROUPS } from '@attgan/image-files';

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
