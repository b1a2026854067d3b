import type { Sample } from '../evaluation/sample.ts';
import type { Rows } from '../metrics/metric.ts';

/** What the classifier reads of single flips, [faces, attributes]. */
export interface ReadEdits {
  /** 1 where the flipped attribute is read as wanted, else 0. */
  readonly right: Rows;
  /** Share of the other attributes that are read unlike the labels the face should have after the edit. */
  readonly others: Rows;
}

/** Flips each attribute of each face and has the classifier read the results. */
export async function readAsWanted(sample: Sample, strength?: number): Promise<ReadEdits> {
  const width = sample.subject.attributes.length;
  const empty = (): Rows => ({ width, values: new Float32Array(sample.faces.length * width) });
  const [right, others] = [empty(), empty()];
  for (const [attribute, pictures] of (await sample.edits(strength)).entries()) {
    const hits = judged(await sample.read(pictures), sample.wanted(attribute), width).values;
    for (const face of sample.faces.keys()) {
      const own = hits[face * width + attribute] as number;
      const all = hits.subarray(face * width, (face + 1) * width).reduce((sum, hit) => sum + hit, 0);
      right.values[face * width + attribute] = own;
      others.values[face * width + attribute] = (width - 1 - (all - own)) / Math.max(1, width - 1);
    }
  }
  return { right, others };
}

/** 1 where the classifier says what `labels` say, else 0; [faces, attributes]. */
export function judged(probabilities: Float32Array, labels: Uint8Array, width: number): Rows {
  return {
    width,
    values: probabilities.map((probability, at) => Number(Number(probability > 0.5) === labels[at])),
  };
}
