import { Writable } from 'node:stream';
import { AttganError, messageOf } from '@attgan/core';

/** What became of stdout and stderr. */
export interface Streams {
  /**
   * Waits until all is written.
   * @throws AttganError when results could not be written to stdout, for another reason than that nobody reads them
   */
  finish(): Promise<void>;
}

/**
 * Keeps a full disk, a closed pipe or a closed terminal from ending work that goes on: what is reported to stderr is then lost, and
 * `finish` says what became of the results.
 */
export function guardStreams(stdout: Writable = process.stdout, stderr: Writable = process.stderr): Streams {
  let problem: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error) => (problem ??= error));
  stderr.on('error', () => undefined);
  return {
    async finish() {
      await Promise.all([stdout, stderr].map(flushed));
      // `| head` stops reading when it has seen enough, which is no error.
      if (problem === undefined || problem.code === 'EPIPE') return;
      const reason = problem.code === 'ENOSPC' ? 'no space is left on the disk' : messageOf(problem);
      throw new AttganError(`The results could not be written to stdout: ${reason}.`);
    },
  };
}

/** Once everything before was written, or could not be. */
function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
