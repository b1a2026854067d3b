import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { readJson } from '@attgan/formats';
import type { Loose } from '../experiment.ts';

/** `experiment.json` of a run folder; undefined where nothing was saved yet. @throws AttganError where it cannot be read */
export async function savedExperiment(run: string): Promise<Loose | undefined> {
  const path = join(run, 'experiment.json');
  try {
    return (await readJson(path)) as Loose;
  } catch (error) {
    // A run that was killed before it wrote anything.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const reason = error instanceof AttganError ? messageOf(error) : `Cannot read ${path}: ${messageOf(error)}.`;
    throw new AttganError(`${reason} Restore it, or train in a new run folder.`, { cause: error });
  }
}
