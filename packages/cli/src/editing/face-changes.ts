import { UsageError, type Change } from '@attgan/core';
import { checkChanges, parseChange } from '@attgan/editor';
import type { Changes, OpenModel } from '@attgan/experiment';

/** What is wanted of every face, and what of single ones besides. */
export interface FaceChanges {
  readonly all: readonly Change[];
  readonly each: Readonly<Record<number, Changes>>;
}

/**
 * Reads `Eyeglasses=on` for every face and `2:Bald=on` for the second largest.
 * @throws UsageError for what the model does not know, and for changes that contradict each other
 */
export function parseFaceChanges(texts: readonly string[], card: OpenModel['editor']['card']): FaceChanges {
  const all: Change[] = [];
  const single = new Map<number, Change[]>();
  for (const text of texts) {
    const [, number, rest] = /^(\d+):(.*)$/s.exec(text) ?? [];
    const change = parseChange(rest ?? text, card);
    if (number === undefined) all.push(change);
    else if (Number(number) < 1) throw new UsageError(`--set ${text}: faces are numbered from 1, the largest.`);
    else single.set(Number(number), [...(single.get(Number(number)) ?? []), change]);
  }
  checkChanges(all, card);
  for (const changes of single.values()) {
    checkChanges(changes, card);
    checkChanges(Object.entries({ ...valuesOf(all), ...valuesOf(changes) }).map(toChange), card);
  }
  return { all, each: Object.fromEntries([...single].map(([number, changes]) => [number, valuesOf(changes)])) };
}

export function valuesOf(changes: readonly Change[]): Changes {
  return Object.fromEntries(changes.map(({ attribute, value }) => [attribute, value]));
}

function toChange([attribute, value]: [string, Change['value']]): Change {
  return { attribute, value };
}
