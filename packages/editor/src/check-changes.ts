import { UsageError, type Change } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { nearNames } from './near-names.ts';

type Attributes = Pick<ModelCard, 'attributes' | 'exclusive'>;

/** @throws UsageError when a change is impossible by itself, or contradicts another. */
export function checkChanges(changes: readonly Change[], card: Attributes): void {
  const seen = new Set<string>();
  for (const change of changes) {
    checkChange(change, card);
    if (seen.has(change.attribute))
      throw new UsageError(`${change.attribute} is changed twice. Give one change for it.`);
    seen.add(change.attribute);
  }
  for (const group of card.exclusive) {
    const on = changes.filter(({ attribute, value }) => group.includes(attribute) && wantsOn(value));
    if (on.length < 2) continue;
    const names = on.map(({ attribute }) => attribute).join(' and ');
    throw new UsageError(`A face cannot have both ${names}: at most one of ${group.join(', ')} holds. Drop one.`);
  }
}

/** @throws UsageError when the model does not know the attribute, or the degree is not from −1 to 1. */
export function checkChange({ attribute, value }: Change, { attributes }: Attributes): void {
  if (!attributes.includes(attribute)) {
    const near = nearNames(attribute, attributes);
    const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    throw new UsageError(`This model has no attribute "${attribute}".${hint} It has: ${attributes.join(', ')}.`);
  }
  if (typeof value === 'number' && !(value >= -1 && value <= 1)) {
    throw new UsageError(
      `${attribute}=${value}: the number must be from -1 (off) to 1 (on). For a stronger edit, raise the strength.`,
    );
  }
}

function wantsOn(value: Change['value']): boolean {
  return value === 'on' || (typeof value === 'number' && value > 0);
}
