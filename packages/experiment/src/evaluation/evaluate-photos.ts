import { join } from 'node:path';
import { openClassifier } from '@attgan/classifier';
import { AttganError } from '@attgan/core';
import { DEFAULT_STRENGTH, readLabelsFile } from '@attgan/editor';
import { evaluatePastes, openRecogniser, writePastes, type PasteEvaluation, type WholePhoto } from '@attgan/eval';
import { readPhoto } from '@attgan/photos';
import { loadPicture } from '@attgan/pictures';
import type { Choice } from '../experiment-config.ts';
import { openModelOn } from '../models/open-model.ts';
import { USUAL_DETECTOR } from '../models/photo-editing.ts';
import type { Registries } from '../registries.ts';
import { IN_SILENCE, type Watch } from '../watch.ts';

/** What is measured of a model's edits of whole photos. */
export interface PhotoEvaluationRequest extends Watch {
  /** Each with a name, by which labels and aligned images are found. */
  readonly photos: readonly { readonly path: string; readonly name: string }[];
  /** Folder with the aligned image of each photo, 178×218, under its name; without it the largest face counts, and no alignment is measured. */
  readonly aligned?: string;
  /** Label file as CelebA's; the model's own classifier reads the labels when absent. */
  readonly labels?: string;
  /** Photos that are edited, spread evenly over all; 60 when absent. */
  readonly count?: number;
  /** The model's own when absent. */
  readonly strength?: number;
  /** Folder or name of the classifier that reads edits; the one for CelebA that comes along when absent. */
  readonly classifier?: string;
  readonly detector?: Choice;
  readonly backend: Exclude<Choice, string>;
  /** Folder of the page and the numbers. */
  readonly out: string;
}

const COUNT = 60;
const READER = 'classifier-celeba-64';

/**
 * Measures a model's edits of whole photos: how well faces are aligned, and what each way of pasting does. Writes a page without faces.
 * @throws UsageError for a classifier that does not read the model's attributes, AttganError for files that cannot be read
 */
export async function evaluatePhotos(
  model: string,
  request: PhotoEvaluationRequest,
  registries: Registries,
): Promise<{
  readonly evaluation: PasteEvaluation;
  readonly written: { readonly page: string; readonly results: string };
}> {
  const { backend, report = IN_SILENCE, onProgress, signal, out, detector = USUAL_DETECTOR, count = COUNT } = request;
  const began = performance.now();
  const classifier = registries.model(request.classifier ?? READER);
  const open = await openModelOn(model, backend, registries, report);
  const { editor } = open;
  const reader = await openClassifier(classifier);
  const recogniser = await openRecogniser();
  try {
    const strength = request.strength ?? editor.card.strength ?? DEFAULT_STRENGTH;
    const found = await evaluatePastes({
      editor,
      photos: await wholePhotos(request, editor.card.attributes),
      count,
      strength,
      find: (picture) => open.findFaces(picture, detector),
      classifier: reader,
      recogniser,
      ...(signal && { signal }),
      report: (task, done, total) => onProgress?.({ task, done, total, note: TASKS[task] }),
    });
    const evaluation: PasteEvaluation = {
      format: 1,
      model: { name: model.split(/[\\/]/).findLast((part) => part !== '') ?? model, sha256: editor.sha256 },
      strength,
      backend: `${open.backend.name}: ${open.backend.description}`,
      detector: typeof detector === 'string' ? detector : detector.name,
      classifier: reader.sha256,
      ...found,
      seconds: (performance.now() - began) / 1000,
    };
    return { evaluation, written: await writePastes(out, evaluation) };
  } finally {
    reader.dispose();
    recogniser.dispose();
    await open.close();
  }
}

const TASKS = { locate: 'photos searched for faces', paste: 'photos edited' } as const;

async function wholePhotos(
  { photos, aligned, labels }: PhotoEvaluationRequest,
  attributes: readonly string[],
): Promise<WholePhoto[]> {
  const known = labels === undefined ? undefined : await readLabelsFile(labels, attributes);
  return photos.map(({ path, name }): WholePhoto => {
    const own = known?.get(name);
    if (known !== undefined && own === undefined) throw new AttganError(`${labels} has no line for ${name}.`);
    return {
      name,
      ...(own && { labels: own }),
      load: async () => (await readPhoto(path)).picture,
      ...(aligned !== undefined && { loadAligned: () => loadPicture(join(aligned, name)) }),
    };
  });
}
