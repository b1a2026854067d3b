import { runCommandLine } from '../packages/attgan/src/command-line.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process and its folder, which is seconds quicker than in a new one. */
export async function attganHere(args: readonly string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const { write } = stream;
    const listeners = stream.listeners('error');
    stream.write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
      written[name] += String(chunk);
      // Whoever waits for it to be written goes on.
      const done = more.at(-1);
      if (typeof done === 'function') queueMicrotask(() => void done());
      return true;
    };
    return () => {
      stream.write = write;
      // Which the end of a process would have removed.
      for (const each of stream.listeners('error')) {
        if (!listeners.includes(each)) stream.off('error', each as (error: Error) => void);
      }
    };
  });
  try {
    return { code: await runCommandLine(args), ...written };
  } finally {
    for (const each of restore) each();
  }
}
