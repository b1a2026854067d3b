import { definePlugin } from '@attgan/core';
import { gan } from './adversarial/gan.ts';
import { hinge } from './adversarial/hinge.ts';
import { lsgan } from './adversarial/lsgan.ts';
import { wgan } from './adversarial/wgan.ts';
import { wganGp } from './adversarial/wgan-gp.ts';
import { attganIntensity } from './attgan-intensity/attgan-intensity.ts';
import { attgan } from './attgan/attgan.ts';
import { latentIndependence } from './constraints/latent-independence.ts';
import { none } from './constraints/none.ts';
import { uniformIntensities } from './constraints/uniform-intensities.ts';
import { fader } from './fader/fader.ts';
import { icgan } from './icgan/icgan.ts';
import { kinds } from './kinds.ts';
import { l1, l2 } from './reconstructions.ts';
import { vaegan } from './vaegan/vaegan.ts';

export { wganGp } from './adversarial/wgan-gp.ts';
export { attgan, createAttgan } from './attgan/attgan.ts';
export type { AttganForward } from './attgan/attgan-forward.ts';
export { attganOptions, type AttganOptions } from './attgan/attgan-options.ts';
export { none } from './constraints/none.ts';
export { GROUPS, TOLERANCES, type Group } from './parity/deviation.ts';
export { runParity, type ParityReport } from './parity/run-parity.ts';
export { l1, l2 } from './reconstructions.ts';
export { adversarialTerms, type AdversarialTerms, type Judgements } from './shared/adversarial-terms.ts';
export { drawEdits } from './shared/draw-edits.ts';
export { randomDraws, type Draws } from './shared/draws.ts';
export { modelTensors } from './shared/model-tensors.ts';

export default definePlugin({
  name: '@attgan/methods',
  kinds,
  provides: [
    attgan,
    attganIntensity,
    fader,
    icgan,
    vaegan,
    wganGp,
    wgan,
    gan,
    lsgan,
    hinge,
    l1,
    l2,
    none,
    latentIndependence,
    uniformIntensities,
  ],
});
