import { appendHistory, readHistory, type RunPart } from './run-history.ts';
import type { TrainRequest } from './train-request.ts';

/**
 * Writes into the run's history that it starts, or goes on after `iteration`, and says what changes from there on: options, and
 * what computes.
 * @param note of a model that it starts from
 * @returns the whole history
 */
export async function beginPart<F>(
  { folder, experiment, backend, earlier, report }: TrainRequest<F>,
  iteration: number,
  note?: string,
): Promise<readonly RunPart[]> {
  const known = await readHistory(folder);
  // A run that began before there was a history.
  const first: RunPart = { iteration: 0, changes: [], experiment: earlier?.experiment };
  const history = known.length === 0 && iteration > 0 && earlier !== undefined ? [first] : known;
  if (history !== known) await appendHistory(folder, first);
  const before = history.at(-1)?.backend;
  const changes = [
    ...(earlier?.changes ?? []),
    ...(backend === undefined || before === undefined || backend === before
      ? []
      : [`the backend was "${before}", is "${backend}"`]),
  ];
  for (const change of changes) report(`Changed from this iteration on: ${change}.`);
  const part = {
    iteration,
    at: new Date().toISOString(),
    ...(backend !== undefined && { backend }),
    changes: note === undefined ? changes : [note, ...changes],
    experiment,
  };
  await appendHistory(folder, part);
  return [...history, part];
}
