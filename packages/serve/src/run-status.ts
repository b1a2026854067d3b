import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf, parseOptions } from '@attgan/core';
import { readJsonLines } from '@attgan/formats';
import { z } from 'zod';
import { thinMetrics, type MetricsLine } from './thin-metrics.ts';

/** What the page shows of a training. */
export interface RunStatus {
  /** What its folder is called. */
  readonly name: string;
  /** Why the rest cannot be told, in a sentence. */
  readonly problem?: string;
  /** The last iteration that was logged. */
  readonly iteration: number;
  /** How many it shall have; absent where the run does not say. */
  readonly iterations?: number;
  readonly running: boolean;
  /** Seconds since the last line of metrics was written. */
  readonly age?: number;
  /** Iterations a second since it was started or continued. */
  readonly rate?: number;
  /** What computes it, as the backend describes itself. */
  readonly backend?: string;
  /** Means of neighbouring lines where there are many. */
  readonly metrics: readonly MetricsLine[];
  /** The last line as it was written. */
  readonly last?: MetricsLine;
  /** Files of sample sheets, the oldest first. */
  readonly samples: readonly string[];
}

/** What a sheet of samples is called: its iteration. */
export const SAMPLE = /^\d{6,15}\.png$/;
/** Curves have at most this many points. */
const POINTS = 400;
/** A training refreshes its lock every few seconds; one that was not for this long was left behind, milliseconds. */
const STALE = 2 * 60_000;

const lineSchema = z.object({ iteration: z.int().nonnegative() }).catchall(z.number().nullable());
const partSchema = z.looseObject({
  iteration: z.int().nonnegative().default(0),
  at: z.string().optional(),
  backend: z.string().optional(),
  experiment: z
    .looseObject({ train: z.looseObject({ iterations: z.int().positive().optional() }).optional() })
    .optional(),
});

/** Reads a run folder, which may be written at the same time. A damaged one has a `problem`. */
export async function runStatus(folder: string): Promise<RunStatus> {
  const name = basename(folder);
  try {
    const [lines, parts, samples, written, locked] = await Promise.all([
      readParsed(join(folder, 'metrics.jsonl'), lineSchema),
      readParsed(join(folder, 'history.jsonl'), partSchema),
      samplesOf(folder),
      changedAt(join(folder, 'metrics.jsonl')),
      changedAt(join(folder, 'run.lock')),
    ]);
    const last = lines.at(-1);
    const part = parts.at(-1);
    const iterations = part?.experiment?.train?.iterations;
    return {
      name,
      iteration: last?.iteration ?? 0,
      ...(iterations !== undefined && { iterations }),
      running: locked !== undefined && Date.now() - locked < STALE,
      ...(written !== undefined && { age: Math.max(0, (Date.now() - written) / 1000) }),
      ...rateOf(part, last, written),
      ...(part?.backend !== undefined && { backend: part.backend }),
      metrics: thinMetrics(lines, POINTS),
      ...(last && { last }),
      samples,
    };
  } catch (error) {
    return { name, problem: messageOf(error), iteration: 0, running: false, metrics: [], samples: [] };
  }
}

async function readParsed<T>(path: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  return (await readJsonLines(path)).map((record, index) => parseOptions(schema, record, `${path}, line ${index + 1}`));
}

async function samplesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'samples')).catch(() => []);
  return names
    .filter((file) => SAMPLE.test(file))
    .toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
}

async function changedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}

function rateOf(
  part: z.output<typeof partSchema> | undefined,
  last: MetricsLine | undefined,
  written: number | undefined,
): { readonly rate?: number } {
  if (part?.at === undefined || last === undefined || written === undefined) return {};
  const seconds = (written - Date.parse(part.at)) / 1000;
  const done = last.iteration - part.iteration;
  return seconds > 0 && done > 0 ? { rate: done / seconds } : {};
}
