import type { OpenModel } from '@attgan/experiment';
import { alignedImage, alignmentOf, decodePhoto, matrixOf } from '@attgan/photos';
import { encodePng, type Picture } from '@attgan/pictures';
import { resultName, type MadeOfPhoto, type PhotoInput } from '@attgan/shards';
import type { FaceChoice, Choice } from '@attgan/experiment';
import { VERSION } from './package-version.ts';

export interface Aligning {
  readonly model: OpenModel;
  readonly detector: Choice;
  readonly face: FaceChoice;
}

/** Cuts the faces of a picture as CelebA's images are cut, and reads their labels. */
export async function cropFaces({ model, detector, face }: Aligning, picture: Picture) {
  const found = await model.findFaces(picture, detector);
  const isWanted = (number: number): boolean => face === 'all' || number === (face === 'largest' ? 1 : face);
  const crops = found.flatMap(({ points, score }, index) => {
    if (points === undefined || !isWanted(index + 1)) return [];
    const alignment = alignmentOf(points);
    return [{ face: index + 1, score, transform: matrixOf(alignment), picture: alignedImage(picture, alignment) }];
  });
  const labels = await model.predict(crops.map((crop) => crop.picture));
  const width = model.attributes.length;
  return crops.map((crop, index) => ({ ...crop, labels: [...labels.subarray(index * width, (index + 1) * width)] }));
}

/** All that crops depend on besides the photos. */
export function alignSettings({ model, detector, face }: Aligning): Readonly<Record<string, unknown>> {
  const { provenance: _, ...card } = model.editor.card;
  const { sha256 } = model.editor;
  const { attributes, backend } = model;
  return { attgan: VERSION, model: sha256, card, backend: backend.name, detector, face, attributes };
}

/** Cuts the faces of one photo of a list. */
export function photoAligner(aligning: Aligning): (input: PhotoInput) => Promise<MadeOfPhoto> {
  return async ({ name, path = name, read }) => {
    const { picture } = await decodePhoto(path, await read());
    const files = [];
    for (const { picture: crop, ...more } of await cropFaces(aligning, picture)) {
      files.push({ file: resultName(name, `.${more.face}.png`), bytes: await encodePng(crop), more });
    }
    return files.length === 0 ? { files, note: 'no such face was found' } : { files };
  };
}
