import { AttganError, yieldToEvents } from '@attgan/core';
import type { Finding } from '../finding.ts';
import type { Observations, Rows } from '../metrics/metric.ts';
import type { ObservationStore } from './observation-store.ts';
import { observeFaces, stopping, type EvaluateRequest } from './observe-faces.ts';

export type MetricResult = { readonly seconds: number; readonly finding: Finding } | { readonly unavailable: string };

/**
 * Lets every metric observe the faces and the model's edits of them, and summarises. What was observed before is not observed again.
 * @returns findings by the names of the metrics
 * @throws AttganError when the data has other attributes than the model, or has no face in the split
 * @throws UsageError for options that a metric does not take, and for equal names, before anything is edited
 */
export async function evaluateModel(request: EvaluateRequest): Promise<Record<string, MetricResult>> {
  const { store } = request;
  const { subject, measured, unavailable, observed } = await observeFaces(request);
  const results: Record<string, MetricResult> = Object.fromEntries(
    Object.entries(unavailable).map(([name, reason]) => [name, { unavailable: reason }]),
  );
  for (const { metric, keys, seconds } of observed) {
    const { definition, options, name } = metric;
    const began = performance.now();
    await stopping(yieldToEvents(request.signal), subject.faces, subject.faces);
    const observations = await readAll(store, definition.name, keys);
    const finding = definition.summarise(observations, subject, options);
    results[name] = { seconds: seconds + (performance.now() - began) / 1000, finding };
  }
  return Object.fromEntries(measured.map(({ name }) => [name, results[name] as MetricResult]));
}

/** The rows of all batches, one after the other. */
async function readAll(store: ObservationStore, metric: string, keys: readonly string[]): Promise<Observations> {
  const parts: Observations[] = [];
  for (const key of keys) {
    const kept = await store.read(metric, key);
    if (kept === undefined)
      throw new AttganError(`The observations of ${metric} are missing on the disk. Run the command again.`);
    parts.push(kept.observations);
  }
  const names = Object.keys(parts[0] as Observations);
  return Object.fromEntries(names.map((name) => [name, joined(parts.map((part) => part[name] as Rows))]));
}

function joined(parts: readonly Rows[]): Rows {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { width: (parts[0] as Rows).width, values };
}
