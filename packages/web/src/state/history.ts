/** What was, is and may come back; never changed in place. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** Steps that can be undone. */
const MOST = 200;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** The same where nothing is new. */
export function record<T>({ past, present, future }: History<T>, next: T): History<T> {
  if (JSON.stringify(next) === JSON.stringify(present)) return { past, present, future };
  return { past: [...past, present].slice(-MOST), present: next, future: [] };
}

export function undo<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redo<T>({ past, present, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future };
  return { past: [...past, present], present: next, future: rest };
}
