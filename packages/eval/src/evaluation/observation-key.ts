import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LabelledImages } from '@attgan/core';
import type { MetricDefinition } from '../metrics/metric.ts';
import type { EvaluatedEditor } from './create-sample.ts';
import type { Subject } from './sample.ts';

/** Everything that the observations of a metric depend on, besides the faces. */
export interface Observed {
  readonly editor: Pick<EvaluatedEditor, 'sha256' | 'card'>;
  readonly subject: Subject;
  readonly definition: Pick<MetricDefinition, 'name' | 'version' | 'needs'>;
  /** The metric's options, as its schema fills them in. */
  readonly settings: unknown;
  /** Tells the classifier from others; absent where the metric needs none. */
  readonly classifier: string | undefined;
}

const { version: ATTGAN } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/**
 * Names the observations of some faces: equal keys, equal observations. A key covers the weights, all that the model's card says
 * but its provenance, the protocol, the metric with its version and options, attgan's version, and the pixels and labels of the faces.
 */
export function observationKey(observed: Observed, { pixels, labels }: LabelledImages): string {
  const { editor, subject, definition, settings, classifier } = observed;
  // Where a model comes from changes nothing of its edits.
  const { provenance: _, ...card } = editor.card;
  const model = [editor.sha256, card];
  const protocol = [subject.strength, subject.strengths, subject.seed, subject.attributes, subject.exclusive];
  const { name, version = 1, needs = [] } = definition;
  const metric = [name, version, settings, needs.includes('classifier') ? classifier : undefined];
  return keyOf(JSON.stringify([ATTGAN, model, protocol, metric]), pixels, labels);
}

/** A short name for parts: equal parts give equal keys. */
function keyOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 20);
}
