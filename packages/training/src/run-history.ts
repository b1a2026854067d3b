import { join } from 'node:path';
import { parseOptions } from '@attgan/core';
import { appendJsonLine, readJsonLines } from '@attgan/formats';
import { z } from 'zod';

const FILE = 'history.jsonl';

const partSchema = z.looseObject({
  /** Iterations done before it. */
  iteration: z.int().nonnegative(),
  /** When it began, ISO 8601; absent where that was not written down. */
  at: z.string().optional(),
  /** What computes it, as the backend describes itself; absent where nobody said. */
  backend: z.string().optional(),
  /** What differs from the part before it, such as `train.seed was 0, is 7`. */
  changes: z.array(z.string()).default([]),
  /** The resolved experiment. */
  experiment: z.unknown(),
});
/** One start or continuation of a run: a line of `history.jsonl`. */
export type RunPart = z.output<typeof partSchema>;

/** All parts of the run in `folder`, the oldest first. @throws AttganError that names a line which is none */
export async function readHistory(folder: string): Promise<readonly RunPart[]> {
  const path = join(folder, FILE);
  return (await readJsonLines(path)).map((record, index) =>
    parseOptions(partSchema, record, `${path}, line ${index + 1}`),
  );
}

/** Adds a part; what is there stays. */
export function appendHistory(folder: string, part: RunPart): Promise<void> {
  return appendJsonLine(join(folder, FILE), part);
}

/** What a model's card says of a run whose options changed: what, and after how many iterations. */
export function changesOf(history: readonly RunPart[]): readonly Pick<RunPart, 'iteration' | 'changes'>[] {
  return history.flatMap(({ iteration, changes }) => (changes.length === 0 ? [] : [{ iteration, changes }]));
}
