/** Which of the processes that train together this one is. */
export interface ClusterPlace {
  /** `host:port` of every process, the same list in each; a process listens at its own. */
  readonly addresses: readonly string[];
  /** Which of them this process is, from 0. Process 0 writes the run folder. */
  readonly task: number;
  /** How long to wait for the others to come, seconds. */
  readonly timeout: number;
  /** Aborting it ends that wait. */
  readonly signal?: AbortSignal | undefined;
}
