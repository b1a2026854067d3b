import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import type { Evaluation, EvaluationPicture } from './evaluation.ts';
import type { FlippedBy } from '../sheets/side-by-side.ts';
import { encodePictures } from './encode-pictures.ts';
import { evaluationHtml } from './evaluation-html.ts';
import { resultsJson } from './results-json.ts';

/**
 * Writes `evaluation.html`, which needs no other file, and `results.json`, the evaluation as it is. Each is there whole
 * or not at all.
 * @param flipped the same faces by every model, for the page to show them side by side
 * @returns the paths of both
 * @throws AttganError when the disk refuses.
 */
export async function writeEvaluation(
  folder: string,
  evaluation: Evaluation,
  pictures: readonly EvaluationPicture[] = [],
  flipped: readonly FlippedBy[] = [],
): Promise<{ readonly page: string; readonly results: string }> {
  const paths = { page: join(folder, 'evaluation.html'), results: join(folder, 'results.json') };
  const { attributes } = evaluation;
  const caption = 'Each attribute flipped, by every model at its own strength.';
  const encoded = await encodePictures({ pictures, flipped, attributes, caption });
  const page = evaluationHtml(evaluation, encoded);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(paths.results, resultsJson(evaluation));
    await writeFileAtomically(paths.page, page);
  } catch (error) {
    throw fileError('write', folder, error);
  }
  return paths;
}
