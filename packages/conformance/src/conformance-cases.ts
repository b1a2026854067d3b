import type { ConformanceCase } from './case.ts';
import { convolutionCases } from './cases/convolution.ts';

/** Every case, group by group; those that close the backend come last. */
export function conformanceCases(): readonly ConformanceCase[] {
  return [...convolutionCases()];
}
