import type { Deviation } from './case.ts';

/** For what is either so or not. @param otherwise what is wrong where it is not so */
export function fact(holds: boolean, otherwise: string): Deviation {
  return holds ? { off: 0 } : { off: Infinity, where: otherwise };
}
