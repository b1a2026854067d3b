import { join } from 'node:path';
import type { FlippedBy } from '../../sheets/side-by-side.ts';
import { encodePictures } from '../page/encode-pictures.ts';
import { publicPaths } from '../page/public-paths.ts';
import { resultsJson } from '../page/results-json.ts';
import { writePage } from '../page/write-page.ts';
import { evaluationPage } from './evaluation-page.ts';
import type { Evaluation, EvaluationPicture } from './evaluation.ts';

/**
 * Writes `evaluation.html`, which needs no other file, and `results.json`, the evaluation as it is but for absolute paths,
 * which neither shows. Each is written atomically.
 * @param flipped the same faces by every model, for the page to show them side by side
 * @returns the paths of both
 * @throws AttganError when writing fails.
 */
export async function writeEvaluation(
  folder: string,
  evaluation: Evaluation,
  pictures: readonly EvaluationPicture[] = [],
  flipped: readonly FlippedBy[] = [],
): Promise<{ readonly page: string; readonly results: string }> {
  const shown = publicPaths(evaluation);
  const { attributes } = evaluation;
  const caption = 'Each attribute flipped, by every model at its own strength.';
  const encoded = await encodePictures(pictures, { flipped, attributes, caption });
  const beside = { 'results.json': resultsJson(shown) };
  const page = await writePage(folder, 'evaluation.html', await evaluationPage(shown, encoded), beside);
  return { page, results: join(folder, 'results.json') };
}
