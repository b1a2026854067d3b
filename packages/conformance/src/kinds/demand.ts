/** What a case finds wrong; its message is all that is reported. */
export class CaseFailure extends Error {
  override readonly name = 'CaseFailure';
}

/** @param otherwise what is wrong where it does not hold @throws CaseFailure */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CaseFailure(otherwise);
}

/** @throws CaseFailure where a number is not finite */
export function demandFinite(values: ArrayLike<number>, what: string): void {
  for (let index = 0; index < values.length; index++) {
    demand(Number.isFinite(values[index]), `${what} holds ${values[index]} at place ${index}`);
  }
}

/** Whether two arrays hold the same bits. */
export function equalBits(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!Object.is(a[index], b[index])) return false;
  return true;
}
