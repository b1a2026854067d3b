import { definePlugin } from '@attgan/core';
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
  provides: [adam, adamw, rmsprop, sgd, constant, linear, cosine, polynomial],
});
