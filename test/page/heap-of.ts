import type { CDPSession, Page } from 'playwright';

/** What scripts hold when garbage is collected, bytes: objects, and the memory behind their arrays. */
export interface Heap {
  readonly objects: number;
  readonly buffers: number;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** The heaps of the page and of the worker whose script has this name, together. */
export async function heapOf(page: Page, worker: RegExp): Promise<Heap> {
  const session = await page.context().newCDPSession(page);
  try {
    const ask = await workerSession(session, worker);
    const usages = [];
    for (const send of [(method: string) => session.send(method as 'Runtime.getHeapUsage') as Promise<unknown>, ask]) {
      await send('HeapProfiler.enable');
      // What only a second collection finds to be garbage was held by what the first one freed.
      for (let turn = 0; turn < 2; turn++) await send('HeapProfiler.collectGarbage');
      usages.push((await send('Runtime.getHeapUsage')) as HeapUsage);
    }
    return {
      objects: usages.reduce((sum, { usedSize }) => sum + usedSize, 0),
      buffers: usages.reduce((sum, { backingStorageSize }) => sum + backingStorageSize, 0),
    };
  } finally {
    await session.detach();
  }
}

/** Sends to a worker of the page what is sent to pages. */
async function workerSession(session: CDPSession, script: RegExp): Promise<(method: string) => Promise<unknown>> {
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker' && script.test(targetInfo.url)) resolve(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  let last = 0;
  return (method) => {
    const id = ++last;
    const answered = new Promise<unknown>((resolve) => {
      const listen = (event: { readonly sessionId: string; readonly message: string }): void => {
        const answer = JSON.parse(event.message) as { readonly id?: number; readonly result?: unknown };
        if (event.sessionId !== sessionId || answer.id !== id) return;
        session.off('Target.receivedMessageFromTarget', listen);
        resolve(answer.result);
      };
      session.on('Target.receivedMessageFromTarget', listen);
    });
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answered;
  };
}
