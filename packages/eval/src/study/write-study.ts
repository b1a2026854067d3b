import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import { encodeWebp } from '@attgan/pictures';
import type { EncodedPicture } from '../report/evaluation-html.ts';
import { resultsJson } from '../report/results-json.ts';
import type { Study, StudyPicture } from './study.ts';
import { studyHtml } from './study-html.ts';

/**
 * Writes `study.html`, which needs no other file, and `study.json`. Each is there whole or not at all.
 * @returns the paths of both
 * @throws AttganError when the disk refuses
 */
export async function writeStudy(
  folder: string,
  study: Study,
  pictures: readonly StudyPicture[],
): Promise<{ readonly page: string; readonly results: string }> {
  const paths = { page: join(folder, 'study.html'), results: join(folder, 'study.json') };
  const encoded: EncodedPicture[] = [];
  for (const { model, caption, picture } of pictures) encoded.push({ model, caption, webp: await encodeWebp(picture) });
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(paths.results, resultsJson(study));
    await writeFileAtomically(paths.page, studyHtml(study, encoded));
  } catch (error) {
    throw fileError('write', folder, error);
  }
  return paths;
}
