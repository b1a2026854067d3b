/** 0 below `from`, 1 above `to`, smooth in between: t²(3 − 2t). */
export function smoothstep(value: number, from: number, to: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}
