import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { appendJsonLine, openEvents, truncateJsonLines } from '@attgan/formats';
import type { Metrics } from './game.ts';

/** Metrics of a run: `metrics.jsonl`, which depends on the experiment alone, and TensorBoard events. */
export interface RunLog {
  metrics(iteration: number, values: Metrics): Promise<void>;
  image(iteration: number, png: Uint8Array, width: number, height: number): Promise<void>;
  close(): Promise<void>;
}

/** Drops what was logged after `iteration`, the checkpoint that training resumes from. */
export async function openRunLog(folder: string, iteration: number): Promise<RunLog> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'metrics.jsonl');
  await truncateJsonLines(path, (record) => (record as { iteration: number }).iteration <= iteration);
  const events = await openEvents(folder, { startStep: iteration + 1 });
  return {
    async metrics(step, values) {
      await appendJsonLine(path, { iteration: step, ...values });
      for (const [name, value] of Object.entries(values)) events.scalar(name, value, step);
      await events.flush();
    },
    async image(step, png, width, height) {
      events.image('samples', png, width, height, step);
      await events.flush();
    },
    close: () => events.close(),
  };
}
