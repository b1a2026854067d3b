import { AttganError } from '@attgan/core';
import { DEFAULT_STRENGTH, type Editor } from '@attgan/editor';
import { isCrop, noDetector, openPhoto, type Detector, type FoundFace, type OpenPhoto } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import { strings } from '../strings.ts';
import { decodePhoto } from './decode-photo.ts';
import { drawEnlarged, drawPicture } from './draw-picture.ts';
import { encodeDownload } from './encode-download.ts';
import { loadDetector } from './load-detector.ts';
import { loadModel } from './load-model.ts';
import { openEngine, openWasm, type Engine } from './open-engine.ts';
import type { EditorWorker, FaceChanges, FaceInfo, ModelInfo, PhotoInfo, WorkerEvent } from './protocol.ts';
import { sheetOf } from './sheet-of.ts';
import { surviveLoss } from './survive-loss.ts';

type Say = (event: WorkerEvent) => void;

interface Canvases {
  readonly before: OffscreenCanvas;
  readonly after: OffscreenCanvas;
}

interface Shown {
  readonly open: OpenPhoto;
  readonly found: readonly FoundFace[];
  readonly file: Blob;
  readonly name: string;
}

/** Photos that are shown at more than this are drawn at their own size at once. */
const WORTHWHILE = 0.7;

/** Everything that computes: one model, one photo, and the canvases that it is drawn on. */
export function createEditorWorker(say: Say): EditorWorker {
  let canvases: Canvases | undefined;
  let engine: Engine | undefined;
  let detector: Detector | undefined;
  let editor: Editor | undefined;
  let model: { readonly name: string; readonly models: string } | undefined;
  let shown: Shown | undefined;
  const asked = new Map<number, FaceChanges>();
  const unsettled = new Set<number>();
  const { run, watch } = surviveLoss(recover);

  function compute(next: Engine): void {
    engine = next;
    watch(next.backend);
  }

  /** Restores on WebAssembly what was lost with the GPU: the model, the photo, and what is asked of its faces. */
  async function recover(why: string): Promise<void> {
    const { name, models } = model ?? {};
    await forget();
    const next = await openWasm(strings.gpuLost(why));
    if (name !== undefined && models !== undefined) editor = await loadModel(name, models, () => undefined);
    if (shown !== undefined && editor !== undefined) {
      shown = { ...shown, open: await openPhoto(editor, shown.open.photo, shown.found) };
      for (const each of asked.values()) await draw(each, 1);
    }
    compute(next);
    say({ event: 'engine', data: next.info });
  }

  /** Gives back what a lost GPU holds. It may refuse, and holds nothing then. */
  async function forget(): Promise<void> {
    for (const each of [() => shown?.open.dispose(), () => editor?.dispose(), () => detector?.close()]) {
      try {
        each();
      } catch {
        continue;
      }
    }
    detector = undefined;
    editor = undefined;
    await engine?.backend.close().catch(() => undefined);
  }

  async function facesOf(picture: Picture, { card }: Editor): Promise<readonly FoundFace[]> {
    if (isCrop(picture, card)) return (await noDetector.open({})).find(picture);
    detector ??= await loadDetector((share) => say({ event: 'progress', data: { step: 'detector', share } }));
    say({ event: 'progress', data: { step: 'faces', share: 0 } });
    return detector.find(picture);
  }

  async function draw({ face, changes, strength, rivals }: FaceChanges, scale: number): Promise<void> {
    await shown?.open.change(face, { changes, strength, rivals });
    redraw(face, scale);
  }

  function redraw(face: number, scale: number): void {
    if (canvases === undefined || shown === undefined) return;
    const area = shown.open.areaOf(face);
    if (scale < WORTHWHILE) {
      drawEnlarged(canvases.after, shown.open.preview(area, scale), area);
      unsettled.add(face);
    } else {
      drawPicture(canvases.after, shown.open.compose(area), area.x, area.y);
      unsettled.delete(face);
    }
  }

  return {
    async attach(before, after) {
      canvases = { before, after };
    },
    open: (name, models, editing) =>
      run(async () => {
        if (engine === undefined) compute(await openEngine(editing));
        const loaded = await loadModel(name, models, (share) =>
          say({ event: 'progress', data: { step: 'model', share } }),
        );
        shown?.open.dispose();
        shown = undefined;
        editor?.dispose();
        editor = loaded;
        model = { name, models };
        return { engine: (engine as Engine).info, model: describeModel(name, loaded) };
      }),
    openPhoto: (file, name) =>
      run(async () => {
        if (editor === undefined || canvases === undefined) throw new AttganError('No model is open.');
        say({ event: 'progress', data: { step: 'photo', share: 0 } });
        const picture = await decodePhoto(file, name);
        const found = await facesOf(picture, editor);
        const open = await openPhoto(editor, picture, found);
        shown?.open.dispose();
        shown = { open, found, file, name };
        asked.clear();
        unsettled.clear();
        for (const canvas of [canvases.before, canvases.after]) {
          canvas.width = picture.width;
          canvas.height = picture.height;
          drawPicture(canvas, picture, 0, 0);
        }
        return describePhoto(open);
      }),
    change: (faces, scale) =>
      run(async () => {
        if (shown === undefined) return;
        for (const each of faces) {
          asked.set(each.face, each);
          await draw(each, scale);
        }
      }),
    settle: () =>
      run(async () => {
        for (const face of unsettled) redraw(face, 1);
      }),
    sheet: (face, strength) =>
      run(async () => {
        if (shown === undefined || editor === undefined) return [];
        const { open } = shown;
        try {
          return await sheetOf(open, face, editor.card.attributes, strength, (share) =>
            say({ event: 'progress', data: { step: 'sheet', share } }),
          );
        } finally {
          await open.change(face, asked.get(face) ?? { changes: [] });
        }
      }),
    download: () =>
      run(async () => {
        if (shown === undefined || model === undefined) throw new AttganError('There is no photo to download.');
        const { open, file, name } = shown;
        return encodeDownload({ file, name, picture: open.compose(), model: model.name, asked: [...asked.values()] });
      }),
  };
}

function describeModel(name: string, { card }: Editor): ModelInfo {
  const { attributes, exclusive, strength = DEFAULT_STRENGTH, size } = card;
  // A picture of no size in particular: whether photos in general are searched.
  const findsFaces = !isCrop({ width: 4 * size + 1, height: 4 * size }, card);
  return { name, attributes, exclusive, strength, size, findsFaces };
}

function describePhoto({ photo, faces, areaOf }: OpenPhoto): PhotoInfo {
  return {
    width: photo.width,
    height: photo.height,
    faces: faces.map(({ square, labels, probabilities, intensities, warnings }, face): FaceInfo => ({
      square,
      area: areaOf(face),
      labels: [...labels],
      probabilities: [...(probabilities ?? [])],
      ...(intensities && { intensities: [...intensities] }),
      warnings,
    })),
  };
}
