/** The groups, kept to `attributes`; groups that then hold fewer than two say nothing and are left out. */
export function keepGroups(groups: readonly (readonly string[])[], attributes: readonly string[]): string[][] {
  return groups.map((group) => group.filter((name) => attributes.includes(name))).filter((group) => group.length > 1);
}
