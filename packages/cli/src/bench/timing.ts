import { startTogether } from './start-together.ts';

/** Milliseconds of several runs. */
export interface Timing {
  readonly min: number;
  readonly median: number;
}

/** Backends may record what is run: only from the third time on it takes what it will take. */
const WARM_UP = 3;

/** Runs a few times to warm up, then `repeats` times. */
export async function timeRuns(repeats: number, run: () => void | Promise<void>): Promise<Timing> {
  for (let time = 0; time < WARM_UP; time++) await run();
  await startTogether();
  const taken: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const middle = taken.length >> 1;
  const upper = taken[middle] as number;
  const median = taken.length % 2 === 1 ? upper : (upper + (taken[middle - 1] as number)) / 2;
  return { min: tenth(taken[0] as number), median: tenth(median) };
}

export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
