/** A line of `metrics.jsonl`. */
export type MetricsLine = Readonly<Record<string, number | null>> & { readonly iteration: number };

/** What the server says of a training, in `run.json`. */
export interface RunStatus {
  readonly name: string;
  /** Why the rest cannot be told, in a sentence. */
  readonly problem?: string;
  /** The last iteration that was logged. */
  readonly iteration: number;
  readonly iterations?: number;
  readonly running: boolean;
  /** Seconds since the last line of metrics was written. */
  readonly age?: number;
  /** Iterations a second. */
  readonly rate?: number;
  readonly backend?: string;
  readonly metrics: readonly MetricsLine[];
  readonly last?: MetricsLine;
  /** Files of sample sheets, the oldest first. */
  readonly samples: readonly string[];
}

/** @returns undefined where the site shows no training. @throws when it cannot be reached */
export async function readRun(): Promise<RunStatus | undefined> {
  const answer = await fetch(new URL('run.json', document.baseURI), { cache: 'no-store' });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`The server answers ${answer.status}.`);
  return (await answer.json()) as RunStatus;
}

/** Seconds until the training ends; undefined where that is not known, or it does not run. */
export function secondsLeft({ running, iteration, iterations, rate }: RunStatus): number | undefined {
  if (!running || iterations === undefined || rate === undefined || rate <= 0) return undefined;
  return Math.max(0, iterations - iteration) / rate;
}
