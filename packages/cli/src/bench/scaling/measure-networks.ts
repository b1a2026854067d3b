import { z } from 'zod';
import { runProcesses } from './run-process.ts';

/** The networks that are timed, as flags of `bench`, and how often. */
export interface NetworkCase {
  readonly preset: string;
  readonly width: number;
  readonly batch: number;
  readonly repeats: number;
}

/** What every measurement shares. */
export interface Measuring {
  /** Flags of plugins and of the backend, for every process. */
  readonly passed: readonly string[];
  readonly signal: AbortSignal;
}

const timing = z.object({ min: z.number(), median: z.number() });
const trained = z.object({ critic_ms: timing, generator_ms: timing, max_rss_mb: z.number() });
const edited = z.object({ edit_ms: timing, max_rss_mb: z.number() });

/** Medians of a critic and a generator update, milliseconds, and the most memory of the process. */
export async function measureTraining(given: NetworkCase, measuring: Measuring): Promise<Record<string, number>> {
  const { critic_ms, generator_ms, max_rss_mb } = trained.parse(await bench(given, 'train', measuring));
  return { critic_ms: critic_ms.median, generator_ms: generator_ms.median, train_mb: max_rss_mb };
}

/** The median edit of a batch. */
export async function measureEditing(given: NetworkCase, measuring: Measuring): Promise<Record<string, number>> {
  const { edit_ms, max_rss_mb } = edited.parse(await bench(given, 'edit', measuring));
  return { edit_ms: edit_ms.median, edit_mb: max_rss_mb };
}

/** Edits a second of processes side by side, and their memory, both summed. @param threads of each; the backend's own choice when absent */
export async function measureTogether(
  given: NetworkCase,
  processes: number,
  threads: number | undefined,
  { passed, signal }: Measuring,
): Promise<Record<string, number>> {
  const others = passed.filter((flag) => threads === undefined || !flag.startsWith('--backend.threads='));
  const chosen = threads === undefined ? [] : [`--backend.threads=${threads}`];
  const command = [...commandOf(given, 'edit'), ...others, ...chosen];
  const runs = await runProcesses(
    Array.from({ length: processes }, () => command),
    signal,
  );
  const each = runs.map(({ stdout }) => edited.parse(JSON.parse(stdout)));
  const rates = each.map(({ edit_ms }) => (1000 * given.batch) / edit_ms.median);
  return {
    edits_per_s: Math.round(10 * sum(rates)) / 10,
    all_mb: sum(each.map(({ max_rss_mb }) => max_rss_mb)),
  };
}

async function bench(given: NetworkCase, only: 'train' | 'edit', { passed, signal }: Measuring): Promise<unknown> {
  const [run] = await runProcesses([[...commandOf(given, only), ...passed]], signal);
  return JSON.parse(run?.stdout ?? '');
}

function commandOf({ preset, width, batch, repeats }: NetworkCase, only: string): string[] {
  const flags = { preset, width, batch, repeats, only };
  return ['bench', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]), '--json'];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
