import { UsageError, type KindDefinition, type Plugin } from '@attgan/core';
import { backendKind, dataKind } from './kinds.ts';

/** Keys of an experiment that are not parts. */
const RESERVED = ['plugins', 'weights', 'without', 'train'];

/**
 * The kinds that the plugins bring, and the two that every experiment opens, each after those that it needs.
 * @throws UsageError when two plugins bring one kind, or when a definition is of a kind that no plugin brings
 */
export function kindsOf(plugins: readonly Plugin[]): readonly KindDefinition[] {
  const owners = new Map<string, string>([
    [dataKind.kind, '@attgan/experiment'],
    [backendKind.kind, '@attgan/experiment'],
  ]);
  const found: KindDefinition[] = [dataKind];
  for (const { name, kinds = [] } of plugins) {
    for (const kind of kinds) {
      const owner = owners.get(kind.kind);
      if (owner !== undefined) {
        throw new UsageError(`Two plugins bring the kind "${kind.kind}": ${owner} and ${name}. Remove one.`);
      }
      if (RESERVED.includes(kind.kind)) {
        throw new UsageError(
          `The plugin ${name} brings a kind "${kind.kind}", but that name is reserved. Rename the kind.`,
        );
      }
      owners.set(kind.kind, name);
      found.push(kind);
    }
  }
  for (const { name, provides } of plugins) {
    const stray = provides.find(({ kind }) => !owners.has(kind));
    if (stray === undefined) continue;
    throw new UsageError(
      `The plugin ${name} provides the ${stray.kind} "${stray.name}", but no plugin brings the kind "${stray.kind}". ` +
        `Known: ${[...owners.keys()].join(', ')}.`,
    );
  }
  return inOrder([...found, backendKind]);
}

/** Kinds that others need, or inherit options from, come first; otherwise the order stays. */
function inOrder(kinds: readonly KindDefinition[]): readonly KindDefinition[] {
  const ordered: KindDefinition[] = [];
  const visit = (kind: KindDefinition, above: readonly string[]): void => {
    if (ordered.includes(kind)) return;
    if (above.includes(kind.kind)) {
      throw new UsageError(`The kinds ${[...above, kind.kind].join(' → ')} depend on each other in a circle.`);
    }
    const before = kind.part === 'none' ? [] : [...(kind.needs ?? []), ...(kind.inherits?.from ?? [])];
    for (const name of before) {
      const needed = kinds.find((other) => other.kind === name);
      if (needed === undefined)
        throw new UsageError(`The kind "${kind.kind}" needs "${name}", which no plugin brings.`);
      visit(needed, [...above, kind.kind]);
    }
    ordered.push(kind);
  };
  for (const kind of kinds) visit(kind, []);
  return ordered;
}
