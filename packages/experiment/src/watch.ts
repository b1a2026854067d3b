/** Progress of a long task. */
export interface Progress {
  /** The task, such as `train`; a new task starts from 0. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** A few words for people, such as the loss. */
  readonly note: string;
}

/** How a caller follows and stops a long task. */
export interface Watch {
  /** Aborting it stops the work after the current step, saves everything, and throws an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
  /** Lines for the user. */
  report?(this: void, line: string): void;
  onProgress?(this: void, progress: Progress): void;
}

export const IN_SILENCE = (): void => {};
