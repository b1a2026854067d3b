/**
 * Runs one piece of work at a time, by keys. What is asked of a key while work is going on takes the place of what was asked of it before, so
 * that nothing queues up behind a slider.
 */
export interface NewestFirst<Key, Value> {
  ask(key: Key, value: Value): void;
  /** Resolves when nothing is asked any more and all is settled. */
  idle(): Promise<void>;
}

export interface NewestFirstOptions<Key, Value> {
  /** Is given all that is asked. */
  work(asked: ReadonlyMap<Key, Value>): Promise<void>;
  /** Done when nothing more was asked for `delay` milliseconds. */
  settle(): Promise<void>;
  readonly delay: number;
  /** Told what the two throw. */
  onError(error: unknown): void;
}

export function newestFirst<Key, Value>({
  work,
  settle,
  delay,
  onError,
}: NewestFirstOptions<Key, Value>): NewestFirst<Key, Value> {
  let asked = new Map<Key, Value>();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let settled = false;
    while (!settled) {
      while (asked.size > 0) {
        const now = asked;
        asked = new Map();
        await work(now).catch(onError);
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (asked.size > 0) continue;
      await settle().catch(onError);
      settled = asked.size === 0;
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
