import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '@attgan/core';
import { DEFAULT_STRENGTH, openEditor, stoppable } from '@attgan/editor';
import { observeFaces, writeObservedShard, type FaceShard } from '@attgan/eval';
import { networkDefinitions } from '../models/network-definitions.ts';
import { chooseMetrics } from './choose-metrics.ts';
import { observationsOf, shippedClassifier, type Setting } from './evaluate-all.ts';
import { STRENGTHS } from './evaluation-request.ts';
import { createReaders } from './readers.ts';

/**
 * Observes a shard of the faces of every model of the request, and writes no findings: whoever has the observations of all shards in
 * one folder evaluates there without observing anything.
 * @returns the path of the list of its observations
 * @throws UsageError where each shard would train a classifier of its own
 * @throws InterruptedError after saving, when the signal is aborted
 */
export async function observeAll(setting: Setting, shard: FaceShard): Promise<string> {
  const { request, registries, dataset, backend, data } = setting;
  const { split = 'test', count = Infinity, strengths = STRENGTHS, seed = 0, out } = request;
  const metrics = chooseMetrics(request.metrics, registries);
  const shipped = shippedClassifier(data, dataset.size, registries);
  const reads = metrics.some(({ definition: { needs = [] } }) => needs.includes('classifier'));
  if (reads && request.classifier === undefined && shipped === undefined) {
    throw new UsageError(
      'Shards need one classifier that reads all edits. Train it with train-classifier, and name it.',
    );
  }
  const readers = createReaders(request, dataset, shipped);
  const files: string[] = [];
  const works: unknown[] = [];
  try {
    for (const { name, folder } of request.models) {
      const opened = await openEditor(folder, networkDefinitions(registries), backend.generators);
      const editor = stoppable(opened, request.signal);
      const strength = request.strength ?? editor.card.strength ?? DEFAULT_STRENGTH;
      const subject = { request, dataset, split, strength, strengths, seed, editor, name, metrics };
      const { observed } = await observeFaces(observationsOf(subject, readers), shard);
      editor.dispose();
      for (const { metric, keys } of observed) {
        files.push(...keys.map((key) => `${metric.definition.name}-${key}.safetensors`));
      }
      const named = observed.map(({ metric: { definition, settings } }) => [definition.name, settings]);
      works.push([editor.sha256, strength, strengths, seed, named]);
    }
    const faces = Math.min(count, dataset.counts[split]);
    const classifier = (await readers.opened())?.sha256;
    const work = JSON.stringify([dataset.description, split, faces, classifier, works]);
    const evaluation = createHash('sha256').update(work).digest('hex').slice(0, 16);
    return await writeObservedShard(
      out,
      { shard, evaluation, faces, files: [...new Set(files)] },
      join(out, 'observations'),
    );
  } finally {
    await readers.dispose();
  }
}
