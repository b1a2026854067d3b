import type { Colour } from './colours.ts';
import type { Random } from './random.ts';

/** The person. Everything here shows on the face whatever the attributes are: nothing that an edit uncovers may depend on
 * what could not be seen before it.
 */
export interface Person {
  readonly head: string;
  /** 0..1, facesjs's width of the head: 1 is the widest. */
  readonly fatness: number;
  readonly nose: string;
  readonly noseSize: number;
  /** 0 light .. 1 dark. */
  readonly skinTone: number;
  readonly iris: Colour;
  /** Half width and half height of the open eye, in drawing units. */
  readonly eyeWidth: number;
  readonly eyeHeight: number;
  /** From the middle of the face to the middle of an eye, in drawing units. */
  readonly eyeDistance: number;
  readonly mouthWidth: number;
  /** Degrees; positive lifts the outer end of the eyebrow. */
  readonly browAngle: number;
  readonly freckles: boolean;
}

export function samplePerson(random: Random): Person {
  return {
    head: random.pick(['head1', 'head2', 'head5', 'head7', 'head12', 'head14']),
    fatness: random.between(0.35, 1),
    nose: random.pick(['nose1', 'nose2', 'nose3', 'nose5', 'nose6', 'honker']),
    noseSize: random.between(0.9, 1.25),
    skinTone: random.next(),
    iris: random.pick<Colour>([
      [84, 52, 30],
      [52, 118, 178],
      [74, 140, 78],
      [120, 92, 44],
      [92, 104, 122],
    ]),
    eyeWidth: random.between(30, 37),
    eyeHeight: random.between(19, 27),
    eyeDistance: random.between(58, 68),
    mouthWidth: random.between(44, 58),
    browAngle: random.between(-8, 12),
    freckles: random.next() < 0.3,
  };
}
