import { writeLedger, type Ledger } from './study-runs.ts';

/** Milliseconds between notes of the time: what a kill can cost. */
const NOTE_EVERY = 2_000;

/** Counts the time that the training of a run takes, all its parts together. */
export interface RunClock {
  /** After every iteration: writes the time down if the last note is older than two seconds. */
  tick(): void;
  /** Writes down how long it took so far, if anything was trained at all. */
  stop(): Promise<void>;
  /** Writes down how long it took, and that it is done. */
  finish(): Promise<Ledger>;
}

/** @param before seconds that earlier parts took, lost work included */
export function startRunClock(folder: string, iterations: number, before = 0): RunClock {
  const began = performance.now();
  let noted = began;
  let trained = false;
  let writing: Promise<void> = Promise.resolve();
  const note = (done: boolean): Promise<Ledger> => {
    const ledger = { iterations, seconds: before + (performance.now() - began) / 1000, done };
    return writing.then(() => writeLedger(folder, ledger)).then(() => ledger);
  };
  // Best effort: what keeps a note from being written keeps the run itself from being saved, which is then said.
  const noteSoon = (): Promise<void> => {
    noted = performance.now();
    writing = note(false).then(
      () => undefined,
      () => undefined,
    );
    return writing;
  };
  return {
    tick() {
      trained = true;
      if (performance.now() - noted >= NOTE_EVERY) void noteSoon();
    },
    async stop() {
      if (trained) await noteSoon();
    },
    finish: () => note(true),
  };
}
