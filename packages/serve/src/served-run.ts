import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { runStatus, SAMPLE } from './run-status.ts';

/** Of a run folder, what the page of a training shows. Nothing else in it exists. */
export interface ServedRun {
  /** What is said at this path, now. */
  textAt(path: string): Promise<string | undefined>;
  /** The file at this path. */
  fileAt(path: string): Promise<string | undefined>;
}

/** Where the page finds it. */
const STATUS = '/run.json';
const SAMPLES = '/run/samples/';

export function servedRun(folder: string): ServedRun {
  return {
    textAt: async (path) => (path === STATUS ? JSON.stringify(await runStatus(folder)) : undefined),
    async fileAt(path) {
      const name = path.startsWith(SAMPLES) ? path.slice(SAMPLES.length) : '';
      if (!SAMPLE.test(name)) return undefined;
      const file = join(folder, 'samples', name);
      return (await lstat(file).catch(() => undefined))?.isFile() === true ? file : undefined;
    },
  };
}
