import { AttganError, messageOf } from '@attgan/core';
import { createEditorWorker } from './editor-worker.ts';
import type { Call, Reply } from './protocol.ts';

/** The little of a worker's globals that is used here; TypeScript describes either a page or a worker. */
interface WorkerScope {
  postMessage(message: Reply): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Call>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

const editor = createEditorWorker((event) => scope.postMessage(event));

async function answer({ id, name, args }: Call): Promise<void> {
  try {
    const work = editor[name] as (...given: typeof args) => Promise<unknown>;
    scope.postMessage({ id, result: await work(...args) });
  } catch (error) {
    scope.postMessage({ id, error: messageOf(error), expected: error instanceof AttganError });
  }
}

scope.addEventListener('message', ({ data }) => void answer(data));
