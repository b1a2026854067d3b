/**
 * Runs one piece of work at a time, by keys. What is asked of a key while work is going on takes the place of what was asked of it before, so
 * that nothing queues up behind a slider.
 */
export interface NewestFirst<Key, Value> {
  ask(key: Key, value: Value): void;
  /** Resolves when nothing is asked any more. */
  idle(): Promise<void>;
}

/** @param work is given all that is asked; what it throws goes to `onError` */
export function newestFirst<Key, Value>(
  work: (asked: ReadonlyMap<Key, Value>) => Promise<void>,
  onError: (error: unknown) => void,
): NewestFirst<Key, Value> {
  let asked = new Map<Key, Value>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (asked.size > 0) {
      const now = asked;
      asked = new Map();
      await work(now).catch(onError);
    }
    running = undefined;
  }

  return {
    ask(key, value) {
      asked.set(key, value);
      running ??= run();
    },
    idle: async () => running,
  };
}
