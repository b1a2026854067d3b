import { join } from 'node:path';
import { publicPaths } from '../report/page/public-paths.ts';
import { resultsJson } from '../report/page/results-json.ts';
import { writePage } from '../report/page/write-page.ts';
import { scalingPage } from './scaling-page.ts';
import type { Scaling } from './scaling.ts';

/** Files that `writeScaling` writes into its folder. */
export const SCALING_FILES = { page: 'scaling.html', results: 'scaling.json' };

/** Writes a page, which needs no other file, and the numbers beside it. @throws AttganError when writing fails */
export async function writeScaling(
  folder: string,
  scaling: Scaling,
): Promise<{ readonly page: string; readonly results: string }> {
  const shown = publicPaths(scaling);
  const beside = { [SCALING_FILES.results]: resultsJson(shown) };
  const page = await writePage(folder, SCALING_FILES.page, await scalingPage(shown), beside);
  return { page, results: join(folder, SCALING_FILES.results) };
}
