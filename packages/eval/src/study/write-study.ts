import { join } from 'node:path';
import { encodePictures } from '../report/page/encode-pictures.ts';
import { publicPaths } from '../report/page/public-paths.ts';
import { resultsJson } from '../report/page/results-json.ts';
import { writePage } from '../report/page/write-page.ts';
import type { FlippedBy } from '../sheets/side-by-side.ts';
import { studyPage } from './study-page.ts';
import type { Study, StudyPicture } from './study.ts';

/** What a study shows; nothing where faces may not be passed on. */
export interface StudyPictures {
  readonly pictures: readonly StudyPicture[];
  /** The same faces by every experiment, under its name. */
  readonly flipped: readonly FlippedBy[];
}

/**
 * Writes `study.html`, which needs no other file, `study.json`, the study as it is but for absolute paths, which neither shows,
 * and, where faces are shown, `study.webp`, the experiments side by side. Each is written atomically.
 * @returns the paths
 * @throws AttganError when writing fails
 */
export async function writeStudy(
  folder: string,
  study: Study,
  { pictures, flipped }: StudyPictures,
): Promise<{ readonly page: string; readonly results: string; readonly sheet?: string }> {
  const shown = publicPaths(study);
  const { attributes } = study.protocol;
  const encoded = await encodePictures(pictures, { flipped, attributes, caption: captionOf(study) });
  const sheet = flipped.length < 2 ? undefined : encoded[0]?.webp;
  const beside = { 'study.json': resultsJson(shown), 'study.webp': sheet };
  const page = await writePage(folder, 'study.html', studyPage(shown, encoded), beside);
  const paths = { page, results: join(folder, 'study.json') };
  return sheet === undefined ? paths : { ...paths, sheet: join(folder, 'study.webp') };
}

function captionOf({ plan: { seeds } }: Study): string {
  return `Each attribute flipped, by every experiment at its own strength${seeds.length === 1 ? '' : `; seed ${seeds[0]}`}.`;
}
