/** How far long work has come. */
export interface Progress {
  /** What is being done, such as `train`; another task begins anew. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** What tells a person whether it goes well. */
  readonly note: string;
}

/** How a caller follows long work, and ends it. */
export interface Watch {
  /** Aborting it stops the work after what it is doing, with everything worth keeping saved: an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
  /** Lines worth telling. */
  report?(this: void, line: string): void;
  onProgress?(this: void, progress: Progress): void;
}

export const IN_SILENCE = (): void => {};
