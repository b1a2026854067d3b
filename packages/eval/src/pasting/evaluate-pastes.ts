import { randomKey, UsageError, yieldToEvents } from '@attgan/core';
import type { Editor } from '@attgan/editor';
import { alignFaces, PASTE_NAMES, PASTE_STRATEGIES, warningsOf, type AlignedFace } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import type { FaceRecogniser } from '../recogniser/face-recogniser.ts';
import { bootstrapMean } from '../scores/bootstrap.ts';
import { greyOf, sharpnessOf } from './grey-picture.ts';
import { locateFaces, type LocatedFace, type LocateOptions } from './locate-faces.ts';
import { faceSquare, measureEdits, type EditMeasure, type PasteReaders } from './measure-edits.ts';
import { nearestRow } from './nearest-row.ts';
import { PASTE_FIGURES, type PasteEvaluation, type PasteFigures, type PasteFinding } from './paste-evaluation.ts';
import type { WholePhoto } from './photo-set.ts';

export interface PasteRequest extends Pick<LocateOptions, 'find' | 'signal'> {
  readonly editor: Editor;
  readonly photos: readonly WholePhoto[];
  /** Photos that are edited, spread evenly over all. */
  readonly count: number;
  readonly strength: number;
  readonly classifier: PasteReaders['classifier'];
  readonly recogniser: Pick<FaceRecogniser, 'embed'>;
  report?(task: 'locate' | 'paste', done: number, total: number): void;
}

type Found = Pick<
  PasteEvaluation,
  'photos' | 'failures' | 'located' | 'displacement' | 'warned' | 'edited' | 'changedOutside' | 'pastes'
>;

/**
 * Flips every attribute of the faces of photos, pastes the edits in every way that there is, and reads the faces again.
 * @throws UsageError where the classifier lacks an attribute of the model, or no photo shows its face
 * @throws InterruptedError when the signal is aborted
 */
export async function evaluatePastes(request: PasteRequest): Promise<Found> {
  const { editor, photos, count, strength, classifier, recogniser, signal } = request;
  const { attributes } = editor.card;
  const unread = attributes.find((name) => !classifier.attributes.includes(name));
  if (unread !== undefined)
    throw new UsageError(`The classifier does not read ${unread}. Choose another with --classifier.`);
  const gallery: Float32Array[] = [];
  const warned: Record<string, number> = {};
  const { faces, failures } = await locateFaces(photos, {
    find: request.find,
    ...(signal && { signal }),
    located: async ({ found }, picture) => {
      gallery.push(await recogniser.embed([faceSquare(picture, found.points)]));
      const [aligned] = await alignFaces(picture, [found], editor.card);
      for (const warning of warningsOf(picture, aligned as AlignedFace)) {
        const [sort = warning] = warning.split(/[: ]/);
        warned[sort] = (warned[sort] ?? 0) + 1;
      }
    },
    report: (done, total) => request.report?.('locate', done, total),
  });
  if (faces.length === 0) throw new UsageError('None of these photos shows a face that could be measured.');
  const readers: PasteReaders = {
    classifier,
    nearest: async (crops) => nearestRow(await recogniser.embed(crops), gallery),
  };
  const edited = spread(faces.length, count);
  const rows = new Map<string, EditMeasure[][]>(PASTE_NAMES.map((name) => [name, []]));
  let outside = 0;
  for (const [done, place] of edited.entries()) {
    await yieldToEvents(signal);
    const face = faces[place] as LocatedFace;
    const picture = await face.photo.load();
    const labels = face.photo.labels ?? (await labelsOf(editor, picture, face));
    const sharpness = sharpnessOf(greyOf(faceSquare(picture, face.found.points)));
    for (const paste of PASTE_NAMES) {
      const how = { place, labels, sharpness, paste, strength };
      const measured = await measureEdits(editor, face, picture, how, readers);
      rows.get(paste)?.push([...measured.edits]);
      outside += measured.changedOutside;
    }
    request.report?.('paste', done + 1, edited.length);
  }
  const displacements = faces.flatMap(({ displacement }) => displacement ?? []);
  return {
    photos: photos.length,
    failures,
    located: faces.length,
    ...(displacements.length > 0 && { displacement: summaryOf(displacements) }),
    warned,
    edited: edited.length,
    changedOutside: outside,
    pastes: PASTE_NAMES.map((name) => findingOf(name, attributes, rows.get(name) ?? [])),
  };
}

async function labelsOf(editor: Editor, picture: Picture, { found }: LocatedFace): Promise<Uint8Array> {
  const aligned = await alignFaces(picture, [found], editor.card);
  return editor.predict(aligned.map(({ input }) => input));
}

/** `count` places spread evenly over `total`. */
function spread(total: number, count: number): number[] {
  const taken = Math.min(total, count);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * total) / taken));
}

function summaryOf(values: readonly number[]): NonNullable<PasteEvaluation['displacement']> {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, median: at(0.5), p95: at(0.95) };
}

function findingOf(name: string, attributes: readonly string[], photos: readonly EditMeasure[][]): PasteFinding {
  const figures = (chosen: (edit: EditMeasure) => boolean): PasteFigures =>
    PASTE_FIGURES.map((_, figure) =>
      // Edits of one photo are alike, so photos are resampled, not edits.
      bootstrapMean(
        photos.map((edits) => {
          const values = edits.filter(chosen).map((edit) => edit.values[figure] as number);
          return values.reduce((sum, value) => sum + value, 0) / values.length;
        }),
        randomKey(0),
      ),
    );
  return {
    name,
    summary:
      PASTE_STRATEGIES.find((strategy) => strategy.name === name)?.summary ?? 'for each attribute what suits it best',
    figures: figures(() => true),
    attributes: Object.fromEntries(
      attributes.map((each, index) => [each, figures((edit) => edit.attribute === index)]),
    ),
  };
}
