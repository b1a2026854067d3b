import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import type { Loose } from '../experiment.ts';

/** `experiment.json` of a run folder; undefined where nothing was saved yet. @throws AttganError where it cannot be read */
export async function savedExperiment(run: string): Promise<Loose | undefined> {
  const path = join(run, 'experiment.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Loose;
  } catch (error) {
    // A run that was killed before it wrote anything.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}. Restore it, or train in a new run folder.`);
  }
}
