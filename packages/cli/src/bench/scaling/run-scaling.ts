import { availableParallelism, cpus, totalmem } from 'node:os';
import { AttganError, InterruptedError, messageOf } from '@attgan/core';
import { scalingSeries, type Scaling, type ScalingPoint } from '@attgan/eval';
import type { Output } from '../../output.ts';
import {
  measureEditing,
  measureTogether,
  measureTraining,
  type Measuring,
  type NetworkCase,
} from './measure-networks.ts';
import { measurePictures } from './measure-pictures.ts';
import type { ScalingRequest } from './scaling-request.ts';

/** What computes: a backend that has been looked at, but not opened. */
export interface ScaledBackend {
  readonly trains: boolean;
  /** Whether it takes the option `threads`. */
  readonly threads: boolean;
}

/** One measurement: where it belongs, and what takes it. */
interface Task {
  readonly against: string;
  readonly at: ScalingPoint;
  readonly note: string;
  measure(): Promise<ScalingPoint>;
}

/**
 * Measures one after the other, each in a process of its own. One that fails is said and left out; when `measuring.signal` aborts, the
 * rest is.
 * @throws AttganError where every one fails, InterruptedError when it is stopped before the first
 */
export async function runScaling(
  request: ScalingRequest,
  given: NetworkCase,
  backend: ScaledBackend,
  measuring: Measuring,
  output: Output,
): Promise<Pick<Scaling, 'series' | 'seconds' | 'machine'>> {
  const start = performance.now();
  const tasks = tasksOf(request, given, backend, measuring);
  const points: { readonly against: string; readonly point: ScalingPoint }[] = [];
  let problem: unknown;
  for (const [done, { against, at, note, measure }] of tasks.entries()) {
    output.onProgress({ task: 'bench', done, total: tasks.length, note });
    try {
      points.push({ against, point: { ...at, ...(await measure()) } });
    } catch (error) {
      if (measuring.signal.aborted) break;
      if (!(error instanceof AttganError)) throw error;
      problem ??= error;
      output.report(`warning: ${note} is left out: ${messageOf(error)}`);
    }
  }
  if (points.length === 0 && measuring.signal.aborted)
    throw new InterruptedError('Stopped before anything was measured.');
  if (points.length === 0) throw problem ?? new AttganError('There was nothing to measure.');
  const names = [...new Set(points.map(({ against }) => against))];
  const series = names.map((against) =>
    scalingSeries(
      against,
      joined(
        against,
        points.filter((each) => each.against === against).map(({ point }) => point),
      ),
    ),
  );
  const seconds = Math.round((performance.now() - start) / 1000);
  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_mb: Math.round(totalmem() / 2 ** 20),
    node: process.versions.node,
  };
  return { series, seconds, machine };
}

function tasksOf(
  { batches, widths, processes, pictures }: ScalingRequest,
  given: NetworkCase,
  backend: ScaledBackend,
  measuring: Measuring,
): Task[] {
  // The same networks may belong to two series.
  const measured = new Map<string, Promise<ScalingPoint>>();
  const once = (changed: NetworkCase, what: string, measure: typeof measureEditing): Promise<ScalingPoint> => {
    const key = `${what} ${changed.width} ${changed.batch}`;
    const found = measured.get(key) ?? measure(changed, measuring);
    measured.set(key, found);
    return found;
  };
  const networks = (against: 'batch' | 'width', values: readonly number[]): Task[] =>
    values.flatMap((value) => {
      const changed = { ...given, [against]: value };
      const one = (what: string, measure: typeof measureEditing): Task => ({
        against,
        at: { [against]: value },
        note: `${what}, ${against} ${value}`,
        measure: () => once(changed, what, measure),
      });
      return [...(backend.trains ? [one('training', measureTraining)] : []), one('editing', measureEditing)];
    });
  const together = processes.flatMap((count) =>
    threadsOf(count, backend).map((threads): Task => ({
      against: 'processes',
      at: { processes: count, ...(threads !== undefined && { threads }) },
      note: `${count} processes`,
      measure: () => measureTogether({ ...given, repeats: 3 * given.repeats }, count, threads, measuring),
    })),
  );
  const files = pictures.map((count): Task => ({
    against: 'pictures',
    at: { pictures: count },
    note: `${count} pictures`,
    measure: () => measurePictures(count, measuring),
  }));
  return [...networks('batch', batches), ...networks('width', widths), ...together, ...files];
}

/** One thread each, and as many each as there are cores for. */
function threadsOf(processes: number, backend: ScaledBackend): readonly (number | undefined)[] {
  if (!backend.threads) return [undefined];
  return [...new Set([1, Math.max(1, Math.floor(availableParallelism() / processes))])];
}

/** What was measured at one value, training and editing, as one point. */
function joined(against: string, points: readonly ScalingPoint[]): ScalingPoint[] {
  const found = new Map<string, ScalingPoint>();
  for (const point of points) {
    const key = `${point[against]} ${point['threads'] ?? ''}`;
    found.set(key, { ...found.get(key), ...point });
  }
  return [...found.values()];
}
