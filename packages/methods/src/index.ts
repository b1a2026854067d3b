import { definePlugin } from '@attgan/core';
import { attgan } from './attgan.ts';
import { l1, l2 } from './reconstructions.ts';
import { wganGp } from './wgan-gp.ts';

export { attgan, attganOptions, createAttgan, type AttganOptions } from './attgan.ts';
export { codeOf, type AttganForward } from './attgan-forward.ts';
export { randomDraws, type Draws } from './draws.ts';
export { GROUPS, TOLERANCES, type Group } from './parity/deviation.ts';
export { runParity, type ParityReport } from './parity/run-parity.ts';
export { l1, l2 } from './reconstructions.ts';
export { wganGp } from './wgan-gp.ts';

export default definePlugin({ name: '@attgan/methods', provides: [attgan, wganGp, l1, l2] });
