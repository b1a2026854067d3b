import { join } from 'node:path';
import { makeFolder, readSafetensors, writeSafetensors } from '@attgan/formats';
import type { Observations, Rows } from '../metrics/metric.ts';

/** Keeps what metrics saw, a file for each metric and batch of faces. */
export interface ObservationStore {
  /** What was kept under this key; undefined when nothing whole was. */
  read(metric: string, key: string): Promise<KeptObservations | undefined>;
  write(metric: string, key: string, kept: KeptObservations): Promise<void>;
}

export interface KeptObservations {
  readonly observations: Observations;
  /** What it took to observe them. */
  readonly seconds: number;
}

/** Observations in `folder`, made when first written to. A damaged file counts as absent: it is observed again. */
export function openObservations(folder: string): ObservationStore {
  const fileOf = (metric: string, key: string): string => join(folder, `${metric}-${key}.safetensors`);
  return {
    async read(metric, key) {
      try {
        const { tensors, metadata } = await readSafetensors(fileOf(metric, key));
        const entries = [...tensors].map(([name, { shape, values }]): [string, Rows] => [
          name,
          { width: shape[1] as number, values: values() },
        ]);
        const seconds = Number(metadata['seconds'] ?? 0);
        return { observations: Object.fromEntries(entries), seconds: Number.isFinite(seconds) ? seconds : 0 };
      } catch {
        return undefined;
      }
    },
    async write(metric, key, { observations, seconds }) {
      await makeFolder(folder);
      const tensors = Object.entries(observations).map(
        ([name, { width, values }]) => [name, { shape: [values.length / width, width], values }] as const,
      );
      await writeSafetensors(fileOf(metric, key), tensors, { metadata: { seconds: String(seconds) } });
    },
  };
}
