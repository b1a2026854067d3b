import { definePlugin } from '@attgan/core';
import { cutout } from './augmentations/cutout.ts';
import { mirror } from './augmentations/mirror.ts';
import { shift } from './augmentations/shift.ts';
import { translation } from './augmentations/translation.ts';
import { exponential } from './averages/exponential.ts';
import { noAverage } from './averages/none.ts';
import { kinds } from './kinds.ts';
import { adam } from './optimizers/adam.ts';
import { adamw } from './optimizers/adamw.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';
import { constant } from './schedules/constant.ts';
import { cosine } from './schedules/cosine.ts';
import { linear } from './schedules/linear.ts';
import { polynomial } from './schedules/polynomial.ts';

/** How players are trained, by name, and the kinds of it. */
export default definePlugin({
  name: '@attgan/training',
  kinds,
  provides: [
    adam,
    adamw,
    rmsprop,
    sgd,
    constant,
    linear,
    cosine,
    polynomial,
    mirror,
    shift,
    translation,
    cutout,
    noAverage,
    exponential,
  ],
});
