import { definePlugin } from '@attgan/core';
import { attributeAccuracy } from './attribute-accuracy.ts';
import { groundTruth } from './ground-truth.ts';
import { identity } from './identity.ts';
import { intensity } from './intensity.ts';
import { realism } from './realism.ts';
import { reconstruction } from './reconstruction.ts';
import { metricKind } from './metric-kind.ts';
import { uniformity } from './uniformity.ts';

/** The metrics of `attgan evaluate`, in the order of its page. */
export const metrics = definePlugin({
  name: '@attgan/eval',
  kinds: [metricKind],
  provides: [attributeAccuracy, groundTruth, identity, intensity, reconstruction, realism, uniformity],
});
