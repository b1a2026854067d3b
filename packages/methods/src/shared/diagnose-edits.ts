import type { Metrics } from '@attgan/training';

/** Iterations by which the classifier, and then the edits, should have begun to follow the labels. */
const PATIENCE = 1000;

/** The most common failure is that attributes do not change; it shows in how the classifier reads edited images. */
export function diagnoseEdits(metrics: Metrics, iteration: number): string | undefined {
  const { accuracyReal, accuracyEdited } = metrics;
  if (iteration < PATIENCE || accuracyReal === undefined || accuracyEdited === undefined) return undefined;
  if (accuracyReal < 0.6) {
    return `The classifier reads only ${percent(accuracyReal)} of the attributes of real images correctly. Check that the labels belong to the images.`;
  }
  if (accuracyEdited < 0.6) {
    return `Attributes hardly change yet: the classifier reads the wanted value in ${percent(accuracyEdited)} of edits. Raise weights.classification or lower weights.reconstruction if this lasts.`;
  }
  return undefined;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
