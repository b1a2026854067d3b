import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import { encodePictures } from '../report/encode-pictures.ts';
import { resultsJson } from '../report/results-json.ts';
import type { FlippedBy } from '../sheets/side-by-side.ts';
import type { Study, StudyPicture } from './study.ts';
import { studyHtml } from './study-html.ts';

/** What a study shows; nothing where faces may not be passed on. */
export interface StudyPictures {
  readonly pictures: readonly StudyPicture[];
  /** The same faces by every experiment, under its name. */
  readonly flipped: readonly FlippedBy[];
}

/**
 * Writes `study.html`, which needs no other file, `study.json`, and, where faces are shown, `study.webp`, the experiments
 * side by side. Each is there whole or not at all.
 * @returns the paths
 * @throws AttganError when the disk refuses
 */
export async function writeStudy(
  folder: string,
  study: Study,
  { pictures, flipped }: StudyPictures,
): Promise<{ readonly page: string; readonly results: string; readonly sheet?: string }> {
  const paths = { page: join(folder, 'study.html'), results: join(folder, 'study.json') };
  const { attributes } = study.protocol;
  const encoded = await encodePictures({ pictures, flipped, attributes, caption: captionOf(study) });
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(paths.results, resultsJson(study));
    await writeFileAtomically(paths.page, studyHtml(study, encoded));
    const [first] = encoded;
    if (first === undefined || flipped.length < 2) return paths;
    const sheet = join(folder, 'study.webp');
    await writeFileAtomically(sheet, first.webp);
    return { ...paths, sheet };
  } catch (error) {
    throw fileError('write', folder, error);
  }
}

function captionOf({ plan: { seeds } }: Study): string {
  return `Each attribute flipped, by every experiment at its own strength${seeds.length === 1 ? '' : `; seed ${seeds[0]}`}.`;
}
