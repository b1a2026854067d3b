import { AttganError, lazy } from '@attgan/core';
import { DEFAULT_STRENGTH, type Editor } from '@attgan/editor';
import { isCrop, noDetector, openPhoto, type OpenPhoto } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import { decodePhoto } from './decode-photo.ts';
import { drawEnlarged, drawPicture } from './draw-picture.ts';
import { encodeDownload } from './encode-download.ts';
import { loadDetector } from './load-detector.ts';
import { loadModel } from './load-model.ts';
import { openEngine } from './open-engine.ts';
import type { EditorWorker, FaceChanges, FaceInfo, ModelInfo, PhotoInfo, WorkerEvents } from './protocol.ts';

type Say = <Name extends keyof WorkerEvents>(event: Name, data: WorkerEvents[Name]) => void;

interface Canvases {
  readonly before: OffscreenCanvas;
  readonly after: OffscreenCanvas;
}

interface Shown {
  readonly open: OpenPhoto;
  readonly file: Blob;
  readonly name: string;
}

/** Photos that are shown at more than this are drawn at their own size at once. */
const WORTHWHILE = 0.7;

/** Everything that computes: one model, one photo, and the canvases that it is drawn on. */
export function createEditorWorker(say: Say): EditorWorker {
  let canvases: Canvases | undefined;
  let editor: Editor | undefined;
  let modelName = '';
  let shown: Shown | undefined;
  const asked = new Map<number, FaceChanges>();
  const unsettled = new Set<number>();
  const engine = lazy(openEngine);
  const detector = lazy(() => loadDetector((share) => say('progress', { step: 'detector', share })));

  async function facesOf(picture: Picture, { card }: Editor): ReturnType<Awaited<ReturnType<typeof detector>>['find']> {
    if (isCrop(picture, card)) return (await noDetector.open({})).find(picture);
    const found = await detector();
    say('progress', { step: 'faces', share: 0 });
    return found.find(picture);
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
    async open(name, models) {
      const info = await engine();
      const loaded = await loadModel(name, models, (share) => say('progress', { step: 'model', share }));
      shown?.open.dispose();
      shown = undefined;
      editor?.dispose();
      editor = loaded;
      modelName = name;
      return { engine: info, model: describeModel(name, loaded) };
    },
    async openPhoto(file, name) {
      if (editor === undefined || canvases === undefined) throw new AttganError('No model is open.');
      say('progress', { step: 'photo', share: 0 });
      const picture = await decodePhoto(file, name);
      const open = await openPhoto(editor, picture, await facesOf(picture, editor));
      shown?.open.dispose();
      shown = { open, file, name };
      asked.clear();
      unsettled.clear();
      for (const canvas of [canvases.before, canvases.after]) {
        canvas.width = picture.width;
        canvas.height = picture.height;
        drawPicture(canvas, picture, 0, 0);
      }
      return describePhoto(open);
    },
    async change(faces, scale) {
      if (shown === undefined) return;
      for (const each of faces) {
        const { face, changes, strength, rivals } = each;
        await shown.open.change(face, { changes, strength, rivals });
        asked.set(face, each);
        redraw(face, scale);
      }
    },
    async settle() {
      for (const face of unsettled) redraw(face, 1);
    },
    async download() {
      if (shown === undefined) throw new AttganError('There is no photo to download.');
      const { open, file, name } = shown;
      return encodeDownload({ file, name, picture: open.compose(), model: modelName, asked: [...asked.values()] });
    },
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
