import { AttganError, InterruptedError, yieldToEvents, type BadFile } from '@attgan/core';
import { alignedImage, alignmentOf, ALIGNED, type FacePoints, type FoundFace } from '@attgan/photos';
import type { Picture } from '@attgan/pictures';
import { greyOf } from './grey-picture.ts';
import type { WholePhoto } from './photo-set.ts';
import { meanDisplacement, registerPictures } from './register-pictures.ts';

/** The face of a photo that is edited and measured. */
export interface LocatedFace {
  readonly photo: WholePhoto;
  readonly found: FoundFace & { readonly points: FacePoints };
  /** How far its crop is from the aligned image, pixels of 178×218 on average; absent without one. */
  readonly displacement?: number;
}

export interface LocateOptions {
  /** All faces of an upright picture, the largest first. */
  find(picture: Picture): Promise<readonly FoundFace[]>;
  /** Called for each face that was located, with the photo's pixels. */
  located?(face: LocatedFace, picture: Picture): Promise<void>;
  report?(done: number, total: number): void;
  readonly signal?: AbortSignal;
}

export interface LocatedFaces {
  readonly faces: readonly LocatedFace[];
  /** Photos that could not be read, by their names. */
  readonly failures: readonly BadFile[];
}

/** Below this correlation two crops do not show the same face. */
const SAME_FACE = 0.85;
/** Of a photo, the largest faces that are compared. */
const COMPARED = 4;

/**
 * The face of each photo: the one that its aligned image shows, or the largest where there is none. Photos without it are left out.
 * @throws InterruptedError when the signal is aborted
 */
export async function locateFaces(photos: readonly WholePhoto[], options: LocateOptions): Promise<LocatedFaces> {
  const faces: LocatedFace[] = [];
  const failures: BadFile[] = [];
  for (const [index, photo] of photos.entries()) {
    await yieldToEvents(options.signal);
    try {
      const picture = await photo.load();
      const face = await locate(photo, picture, await options.find(picture));
      if (face !== undefined) {
        await options.located?.(face, picture);
        faces.push(face);
      }
    } catch (error) {
      if (!(error instanceof AttganError) || error instanceof InterruptedError) throw error;
      failures.push({ input: photo.name, error: error.message });
    }
    options.report?.(index + 1, photos.length);
  }
  return { faces, failures };
}

async function locate(
  photo: WholePhoto,
  picture: Picture,
  found: readonly FoundFace[],
): Promise<LocatedFace | undefined> {
  const faces = found.filter(hasPoints);
  const aligned = await photo.loadAligned?.();
  if (aligned === undefined) return faces[0] && { photo, found: faces[0] };
  const own = greyOf(aligned);
  const alike = faces.slice(0, COMPARED).flatMap((face) => {
    const place = registerPictures(own, greyOf(alignedImage(picture, alignmentOf(face.points))));
    const displacement = meanDisplacement(place, ALIGNED.width, ALIGNED.height);
    return place.correlation > SAME_FACE ? [{ photo, found: face, displacement }] : [];
  });
  return alike.sort((one, other) => one.displacement - other.displacement)[0];
}

function hasPoints(face: FoundFace): face is LocatedFace['found'] {
  return face.points !== undefined;
}
