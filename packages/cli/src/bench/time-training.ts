import type { BenchCase } from './bench-case.ts';
import { benchTraining } from './bench-training.ts';
import { timeRuns, type Timing } from './timing.ts';

/** One critic and one generator update each: forward, backward, Adam. */
export async function timeTraining(
  given: BenchCase,
  repeats: number,
): Promise<{ readonly critic_ms: Timing; readonly generator_ms: Timing }> {
  const training = benchTraining(given);
  const critic_ms = await timeRuns(repeats, () => training.step('critic'));
  const generator_ms = await timeRuns(repeats, () => training.step('generator'));
  training.dispose();
  return { critic_ms, generator_ms };
}
