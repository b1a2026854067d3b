import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, readSafetensors, writeSafetensors } from '@attgan/formats';
import type { Observations, Rows } from '../metrics/metric.ts';

/** Keeps what metrics saw, a file for each metric and batch of faces. */
export interface ObservationStore {
  /** What was kept under this key; undefined when nothing whole was. */
  read(metric: string, key: string): Promise<Observations | undefined>;
  write(metric: string, key: string, observations: Observations): Promise<void>;
}

/** Observations in `folder`, made when first written to. A damaged file counts as absent: it is observed again. */
export function openObservations(folder: string): ObservationStore {
  const fileOf = (metric: string, key: string): string => join(folder, `${metric}-${key}.safetensors`);
  return {
    async read(metric, key) {
      try {
        const { tensors } = await readSafetensors(fileOf(metric, key));
        const entries = [...tensors].map(([name, { shape, values }]): [string, Rows] => [
          name,
          { width: shape[1] as number, values: values() },
        ]);
        return Object.fromEntries(entries);
      } catch {
        return undefined;
      }
    },
    async write(metric, key, observations) {
      try {
        await mkdir(folder, { recursive: true });
      } catch (error) {
        throw fileError('write', folder, error);
      }
      const tensors = Object.entries(observations).map(
        ([name, { width, values }]) => [name, { shape: [values.length / width, width], values }] as const,
      );
      await writeSafetensors(fileOf(metric, key), tensors);
    },
  };
}
