import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, writeFileAtomically } from '@attgan/formats';
import { encodeWebp, type Picture } from '@attgan/pictures';
import type { EncodedPicture } from '../report/evaluation-html.ts';
import { resultsJson } from '../report/results-json.ts';
import { sideBySide, type FlippedBy } from './side-by-side.ts';
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
  const sheet = flipped.length === 0 ? undefined : sideBySide(flipped, study.protocol.attributes);
  const side: EncodedPicture[] = sheet === undefined ? [] : [await encoded('Side by side', captionOf(study), sheet)];
  const others: EncodedPicture[] = [];
  for (const { model, caption, picture } of pictures) others.push(await encoded(model, caption, picture));
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(paths.results, resultsJson(study));
    await writeFileAtomically(paths.page, studyHtml(study, [...side, ...others]));
    const [first] = side;
    if (first === undefined) return paths;
    const picture = join(folder, 'study.webp');
    await writeFileAtomically(picture, first.webp);
    return { ...paths, sheet: picture };
  } catch (error) {
    throw fileError('write', folder, error);
  }
}

async function encoded(model: string, caption: string, picture: Picture): Promise<EncodedPicture> {
  return { model, caption, webp: await encodeWebp(picture) };
}

function captionOf({ plan: { seeds } }: Study): string {
  return `Each attribute flipped, by every experiment at its own strength${seeds.length === 1 ? '' : `; seed ${seeds[0]}`}.`;
}
