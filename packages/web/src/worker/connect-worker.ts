import type { Call, EditorWorker, Reply, WorkerEvent } from './protocol.ts';

/** What the worker could not do. `expected` where the photo, the model or the machine is to blame and not the program. */
export class WorkerError extends Error {
  readonly expected: boolean;

  constructor(message: string, expected: boolean) {
    super(message);
    this.name = 'WorkerError';
    this.expected = expected;
  }
}

type OnEvent = (event: WorkerEvent) => void;

/** The worker's functions as promises. */
export function connectWorker(worker: Worker, onEvent: OnEvent): EditorWorker {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    if ('event' in data) {
      onEvent(data);
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) call?.reject(new WorkerError(data.error, data.expected));
    else call?.resolve(data.result as never);
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new WorkerError(message || 'The worker stopped.', false));
    waiting.clear();
  });

  function call<Name extends keyof EditorWorker>(
    name: Name,
    args: Parameters<EditorWorker[Name]>,
    transfer: Transferable[] = [],
  ): ReturnType<EditorWorker[Name]> {
    last += 1;
    const id = last;
    const result = new Promise<never>((resolve, reject) => waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, name, args } as unknown as Call, transfer);
    return result as ReturnType<EditorWorker[Name]>;
  }

  return {
    attach: (before, after) => call('attach', [before, after], [before, after]),
    open: (...args) => call('open', args),
    openPhoto: (...args) => call('openPhoto', args),
    change: (...args) => call('change', args),
    settle: () => call('settle', []),
    sheet: (...args) => call('sheet', args),
    download: (...args) => call('download', args),
  };
}
