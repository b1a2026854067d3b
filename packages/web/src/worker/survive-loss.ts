/** What computes, and may be lost. */
export interface Losable {
  /** Resolves with why when it is gone; absent where it cannot go. */
  readonly lost?: Promise<string>;
}

export interface Survivor {
  /** From now on this is what computes. */
  watch(engine: Losable): void;
  /** Runs work, one piece at a time; again where what computes was lost meanwhile. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Work can fail before the loss that made it fail is told; this much before, milliseconds. */
const LATE = 200;

/**
 * Survives the loss of what computes.
 * @param recover makes something else compute, watches it, and restores what was lost. Called again at the next work where it throws.
 */
export function surviveLoss(recover: (why: string) => Promise<void>): Survivor {
  let last: Promise<unknown> = Promise.resolve();
  let watched: Losable | undefined;
  let why: string | undefined;

  async function isLost(): Promise<boolean> {
    if (why === undefined && watched?.lost !== undefined) {
      await Promise.race([watched.lost, new Promise((resolve) => setTimeout(resolve, LATE))]);
    }
    return why !== undefined;
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    if (why !== undefined) {
      await recover(why);
      why = undefined;
    }
    try {
      const result = await work();
      // What was computed on something that was gone may be nothing but zeros.
      if (why === undefined) return result;
    } catch (error) {
      if (!(await isLost())) throw error;
    }
    return attempt(work);
  }

  function run<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(() => attempt(work));
    last = done.catch(() => undefined);
    return done;
  }

  return {
    run,
    watch(engine) {
      watched = engine;
      void engine.lost?.then((reason) => {
        if (watched !== engine) return;
        why = reason;
        // Where nothing is under way, what was lost is restored at once. A failure is told when something is asked.
        run(async () => undefined).catch(() => undefined);
      });
    },
  };
}
