import type { Rows } from '../metrics/metric.ts';

/** What probes, one of each face, say of who is on it: a number a face. */
export interface IdentityScores {
  /** 1 where the nearest of all faces shows the same person, else 0. The probe's own face is among them. */
  readonly found: Float32Array;
  /** The same without the probe's own face; not a number for people with no other photo. */
  readonly foundElsewhere: Float32Array;
  /** Cosine between the embeddings of the probe and of its own face. */
  readonly cosines: Float32Array;
  /** 1 where the probe lies closer to its own face than `SAME_PERSON`, else 0. */
  readonly close: Float32Array;
}

/** dlib considers two photos the same person if the distance of their embeddings is below this. */
export const SAME_PERSON = 0.6;

/**
 * Looks every probe up among the faces. Where its own face is as near as another's, its own counts as nearest.
 * @param probes embeddings, one of each face
 * @param faces embeddings
 * @param people who is on each face
 */
export function identityScores(probes: Rows, faces: Rows, people: readonly number[]): IdentityScores {
  const photos = new Map<number, number>();
  for (const person of people) photos.set(person, (photos.get(person) ?? 0) + 1);
  const numbers = (): Float32Array => new Float32Array(people.length);
  const scores = { found: numbers(), foundElsewhere: numbers(), cosines: numbers(), close: numbers() };
  for (const [face, person] of people.entries()) {
    const probe = rowOf(probes, face);
    const own = squaredDistance(probe, rowOf(faces, face));
    const other = nearestOther(probe, faces, face);
    const elsewhere = Number(people[other.face] === person);
    scores.found[face] = own <= other.distance ? 1 : elsewhere;
    scores.foundElsewhere[face] = (photos.get(person) as number) > 1 ? elsewhere : NaN;
    scores.cosines[face] = cosine(probe, rowOf(faces, face));
    scores.close[face] = Number(own < SAME_PERSON ** 2);
  }
  return scores;
}

/** For every face the next one, in order and around, that shows another person. Undefined where there is one person. */
export function strangersOf(faces: Rows, people: readonly number[]): Rows | undefined {
  const values = new Float32Array(faces.values.length);
  for (const [face, person] of people.entries()) {
    let stranger = (face + 1) % people.length;
    while (people[stranger] === person && stranger !== face) stranger = (stranger + 1) % people.length;
    if (stranger === face) return undefined;
    values.set(rowOf(faces, stranger), face * faces.width);
  }
  return { width: faces.width, values };
}

function rowOf({ width, values }: Rows, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

function nearestOther(probe: Float32Array, faces: Rows, own: number): { face: number; distance: number } {
  let nearest = { face: -1, distance: Infinity };
  const count = faces.values.length / faces.width;
  for (let face = 0; face < count; face++) {
    if (face === own) continue;
    const distance = squaredDistance(probe, rowOf(faces, face), nearest.distance);
    if (distance < nearest.distance) nearest = { face, distance };
  }
  return nearest;
}

/** Stops adding where the sum exceeds `enough`. */
function squaredDistance(a: Float32Array, b: Float32Array, enough = Infinity): number {
  let sum = 0;
  for (let at = 0; at < a.length && sum <= enough; at++) sum += ((a[at] as number) - (b[at] as number)) ** 2;
  return sum;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, left, right] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] as number, b[at] as number];
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return product / Math.sqrt(left * right);
}
