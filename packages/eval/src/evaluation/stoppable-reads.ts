import { throwIfStopped, type Dataset } from '@attgan/core';
import type { Picture } from '@attgan/pictures';

/** Pictures read between looks at the signal. */
const AT_ONCE = 64;

/**
 * The same reading, in parts of 64 pictures, as the networks read them anyway, so that it ends soon after `signal` is aborted.
 * @param read rows of one width, one for each picture
 */
export function stoppableRead<More extends readonly unknown[]>(
  read: (pictures: readonly Picture[], ...more: More) => Promise<Float32Array>,
  signal: AbortSignal | undefined,
): typeof read {
  if (signal === undefined) return read;
  return async (pictures, ...more) => {
    const parts: Float32Array[] = [];
    for (let start = 0; start < pictures.length; start += AT_ONCE) {
      throwIfStopped(signal);
      parts.push(await read(pictures.slice(start, start + AT_ONCE), ...more));
    }
    const rows = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      rows.set(part, at);
      at += part.length;
    }
    return rows;
  };
}

/** The same data, whose true edits are no longer drawn once `signal` is aborted. */
export function stoppableTruths(
  { counterfactual }: Pick<Dataset, 'counterfactual'>,
  signal: AbortSignal | undefined,
): Pick<Dataset, 'counterfactual'> {
  if (counterfactual === undefined) return {};
  return {
    counterfactual(...given) {
      throwIfStopped(signal);
      return counterfactual(...given);
    },
  };
}
