/* Runs as a worker thread: answers each task with its failures once the pixels lie in the task's memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDecoder } from './decode.ts';
import type { Recipe } from './decode.ts';

export interface DecodeTask {
  readonly id: number;
  readonly paths: readonly string[];
  /** Where the pixels go: the first `bytes` of it. */
  readonly memory: SharedArrayBuffer;
  readonly bytes: number;
}

export interface DecodeAnswer {
  readonly id: number;
  /** What was wrong, by position in `paths`. */
  readonly failures: ReadonlyMap<number, string>;
}

const decoder = createDecoder(workerData as Recipe);

parentPort?.on('message', (task: DecodeTask) => {
  void decoder
    .then(async (decode) => decode(task.paths, new Uint8Array(task.memory, 0, task.bytes)))
    .then((failures) => {
      const answer: DecodeAnswer = { id: task.id, failures };
      parentPort?.postMessage(answer);
    });
});
