import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import { withoutOverlaps } from '../box.ts';
import type { Box } from '../detector.ts';
import { viewPixels } from './view-pixels.ts';
import { viewsOf } from './views.ts';
import { judgeBoxes, SSD_EDGE, type SsdParams } from './ssd-network.ts';

/** A box that holds a face. */
export interface FaceBox {
  readonly box: Box;
  readonly score: number;
}

interface Search {
  readonly confidence: number;
  readonly smallest: number;
  readonly examined: number;
}

/** Pieces that go through the network together. */
const AT_ONCE = 2;
/** Boxes that share more than this of their area are one face. */
const SAME = 0.35;

/** Boxes of all faces of a picture: looked for in the whole, and piece by piece where small ones would be missed. */
export async function findBoxes(params: SsdParams, picture: Picture, search: Search): Promise<FaceBox[]> {
  const { width, height } = picture;
  const views = viewsOf(width, height, search);
  const found = await lookAt(params, picture, views, search.confidence);
  if (found.length > 0) return found;
  // A face that fills the picture is found with a margin around it.
  const longer = Math.max(width, height);
  const margin = { x: (width - 2 * longer) / 2, y: (height - 2 * longer) / 2, width: 2 * longer, height: 2 * longer };
  return lookAt(params, picture, [margin], search.confidence);
}

async function lookAt(
  params: SsdParams,
  picture: Picture,
  views: readonly Box[],
  confidence: number,
): Promise<FaceBox[]> {
  const found: FaceBox[] = [];
  for (let start = 0; start < views.length; start += AT_ONCE) {
    const some = views.slice(start, start + AT_ONCE);
    const pixels = viewPixels(picture, some, SSD_EDGE);
    const { boxes, scores } = tf.tidy(() =>
      judgeBoxes(params, tf.tensor4d(pixels, [some.length, SSD_EDGE, SSD_EDGE, 3])),
    );
    const [places, sure] = await Promise.all([boxes.data(), scores.data()]);
    tf.dispose([boxes, scores]);
    const each = sure.length / some.length;
    sure.forEach((score, index) => {
      if (score < confidence) return;
      const view = some[Math.floor(index / each)] as Box;
      const [top, left, bottom, right] = [...places.subarray(index * 4, index * 4 + 4)] as [
        number,
        number,
        number,
        number,
      ];
      const box = {
        x: view.x + left * view.width,
        y: view.y + top * view.height,
        width: (right - left) * view.width,
        height: (bottom - top) * view.height,
      };
      if (!isCut(box, view, picture)) found.push({ box, score });
    });
  }
  return withoutOverlaps(found, SAME);
}

/** Whether a piece ends amid the face, so that another piece shows more of it. */
function isCut(box: Box, view: Box, { width, height }: Picture): boolean {
  const near = 0.02 * view.width;
  return (
    (box.x < view.x + near && view.x > 0) ||
    (box.y < view.y + near && view.y > 0) ||
    (box.x + box.width > view.x + view.width - near && view.x + view.width < width) ||
    (box.y + box.height > view.y + view.height - near && view.y + view.height < height)
  );
}
