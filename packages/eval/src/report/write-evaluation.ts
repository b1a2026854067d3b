import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import { encodeWebp } from '@attgan/pictures';
import type { Evaluation, EvaluationPicture } from './evaluation.ts';
import { evaluationHtml, type EncodedPicture } from './evaluation-html.ts';
import { resultsJson } from './results-json.ts';

/**
 * Writes `evaluation.html`, which needs no other file, and `results.json`, the evaluation as it is. Each is there whole
 * or not at all.
 * @returns the paths of both
 * @throws AttganError when the disk refuses.
 */
export async function writeEvaluation(
  folder: string,
  evaluation: Evaluation,
  pictures: readonly EvaluationPicture[] = [],
): Promise<{ readonly page: string; readonly results: string }> {
  const paths = { page: join(folder, 'evaluation.html'), results: join(folder, 'results.json') };
  const encoded: EncodedPicture[] = [];
  for (const { model, caption, picture } of pictures) encoded.push({ model, caption, webp: await encodeWebp(picture) });
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
