import { join } from 'node:path';
import { trainClassifier } from '@attgan/classifier';
import type { Dataset } from '@attgan/core';
import { avatars } from '@attgan/data-avatars';
import type { Editor } from '@attgan/editor';
import { contactSheetOf, scoreAvatarEdits, scoreText, writeReport } from '@attgan/eval';
import type { EditScores } from '@attgan/eval';
import { openModelOn } from '@attgan/experiment';
import { facePictures, savePng, strip } from '@attgan/pictures';
import { clearFolder } from './clear-folder.ts';
import { demoBackend } from './demo-backend.ts';
import type { DemoRequest } from './demo-request.ts';
import { trainForDemo } from './demo-train.ts';
import { editPortrait, type EditedPortrait } from './edit-portrait.ts';

export interface DemoResult extends Pick<EditedPortrait, 'portrait' | 'portraitSheet'> {
  readonly sheet: string;
  readonly slide: string;
  readonly page: string;
  readonly scores?: EditScores;
}

const FACES = [0, 1, 2, 3];
const SLIDE_ATTRIBUTE = 'Pale_Skin';
/** Matches the true edits; 2, as in published edits, exaggerates. */
const STRENGTH = 1;

/** Edits a portrait, trains a small model, and edits held-out faces with a model that was trained longer. */
export async function runDemo(request: DemoRequest): Promise<DemoResult> {
  const { folder, report, registries } = request;
  await clearFolder(folder);
  const backend = await demoBackend(registries, report);
  const portrait = await editPortrait(folder, backend, registries, report);
  await trainForDemo(request, backend);
  const model = await openModelOn(request.model, { name: backend }, registries);
  const dataset = await avatars.open({}, { size: model.editor.card.size, report });
  try {
    report(`Editing held-out faces with ${request.model}.`);
    return await show(request, model.editor, dataset, portrait);
  } finally {
    await dataset.close();
    await model.close();
  }
}

async function show(
  { folder, score, report }: DemoRequest,
  editor: Editor,
  dataset: Dataset,
  { portrait, portraitSheet, sheet: portraits }: EditedPortrait,
): Promise<DemoResult> {
  const sheet = await contactSheetOf(editor, dataset, FACES, { strength: STRENGTH });
  const [face] = facePictures(await dataset.load('test', [FACES[1] as number]));
  const pictures = face === undefined ? [] : [face];
  const steps = await editor.slide(pictures[0] as never, await editor.predict(pictures), SLIDE_ATTRIBUTE, 9);
  const slide = strip([...pictures, ...steps], { labels: ['input', ...steps.map((_, index) => `${index - 4}`)] });
  const scores = score ? await scoreShipped(editor, dataset, report) : undefined;
  const paths = { sheet: join(folder, 'sheet.png'), slide: join(folder, 'slide.png') };
  await savePng(paths.sheet, sheet);
  await savePng(paths.slide, slide);
  const page = await writeReport(folder, {
    title: 'Faces edited with attgan',
    facts: [['model', `${editor.card.generator.name}, ${editor.card.size} px, ${editor.sha256.slice(0, 12)}`]],
    ...(scores && { scores }),
    pictures: [
      { caption: 'A portrait, each attribute changed once', picture: portraits },
      { caption: 'Each attribute changed: the true edits, and ours below', picture: sheet },
      { caption: `${SLIDE_ATTRIBUTE.replace('_', ' ')} from off to on`, picture: slide },
    ],
  });
  return { portrait, portraitSheet, ...paths, page, ...(scores && { scores }) };
}

async function scoreShipped(editor: Editor, dataset: Dataset, report: (line: string) => void): Promise<EditScores> {
  report('Training a classifier to read the edits.');
  const classifier = await trainClassifier(dataset, { report });
  report(`It reads ${(classifier.accuracy * 100).toFixed(1)} % of held-out attributes correctly. Scoring 500 faces.`);
  const scores = await scoreAvatarEdits({ editor, dataset, classifier, count: 500, strength: STRENGTH });
  report(scoreText(scores));
  classifier.dispose();
  return scores;
}
