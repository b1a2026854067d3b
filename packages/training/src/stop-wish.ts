import type { TrainRequest } from './train-request.ts';

/** Whether this process wishes to stop: on request, or because its minutes, counted from now, are over. */
export function stopWish<F>({ signal, options }: Pick<TrainRequest<F>, 'signal' | 'options'>): () => boolean {
  const deadline = performance.now() + (options.minutes ?? Infinity) * 60_000;
  return () => signal?.aborted === true || performance.now() > deadline;
}
