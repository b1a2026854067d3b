import { AttganError } from '@attgan/core';
import type { ImageSource } from './image-source.ts';
import type { BadImagePolicy } from './image-options.ts';

/** Images read to learn whether they are good, when only their labels or names were asked for. */
const PROBE = 64;

/**
 * Reads images so that every index gives one. An index whose image is damaged stands for the next good one of its
 * split, beginning again at the first after the last. That depends on the files alone, not on the order of reading, and
 * is the same from a folder as from a pack, so a run may be resumed with either.
 */
export interface GoodImages {
  /** The rows that `indices` stand for. Reads images only where damage is to be skipped and not known yet. */
  rowsOf(rows: Uint32Array, indices: readonly number[]): Promise<number[]>;
  /** Those rows and their pixels, [indices.length, size, size, 3]. */
  load(
    rows: Uint32Array,
    indices: readonly number[],
  ): Promise<{ readonly rows: number[]; readonly pixels: Uint8Array }>;
  /** Rows whose image was found damaged so far, and why. */
  damaged(): ReadonlyMap<number, AttganError>;
}

export function goodImages(
  source: ImageSource,
  size: number,
  policy: BadImagePolicy,
  report: (line: string) => void,
): GoodImages {
  const bytes = size * size * 3;
  const good = new Set<number>();
  const bad = new Map(source.damaged);

  function note(row: number, error: AttganError): void {
    if (policy === 'stop') {
      throw new AttganError(`${error.message}. Restore the file, or set the option onBadImage to skip`, {
        cause: error,
      });
    }
    if (!bad.has(row)) report(`${error.message}; the next good image is used instead`);
    bad.set(row, error);
  }

  function rowAt(rows: Uint32Array, index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= rows.length) {
      throw new RangeError(`image ${index} was requested from a split of ${rows.length}`);
    }
    for (let step = 0; step < rows.length; step++) {
      const row = rows[(index + step) % rows.length] ?? 0;
      if (!bad.has(row)) return row;
    }
    throw new AttganError(
      `None of the ${rows.length} images of the split can be used; check the folder with attgan data inspect`,
    );
  }

  /** Reads into `into`, taking the next good image wherever one fails, until all are good. */
  async function settle(rows: Uint32Array, indices: readonly number[], into: Uint8Array): Promise<number[]> {
    const chosen = indices.map((index) => rowAt(rows, index));
    let open = chosen.map((_, position) => position);
    let target = into;
    while (open.length > 0) {
      const asked = open.map((position) => chosen[position] ?? 0);
      const failures = await source.read(asked, target);
      for (const [position, error] of [...failures].toSorted(([a], [b]) => a - b)) note(asked[position] ?? 0, error);
      const failed: number[] = [];
      for (const [place, position] of open.entries()) {
        const row = asked[place] ?? 0;
        if (failures.has(place)) {
          chosen[position] = rowAt(rows, indices[position] ?? 0);
          failed.push(position);
        } else {
          good.add(row);
          if (target !== into) into.set(target.subarray(place * bytes, (place + 1) * bytes), position * bytes);
        }
      }
      open = failed;
      target = new Uint8Array(open.length * bytes);
    }
    return chosen;
  }

  return {
    rowsOf: async (rows, indices) => {
      if (policy === 'skip' && source.damaged === undefined) {
        const unknown = [...new Set(indices)].filter((index) => !good.has(rowAt(rows, index)));
        for (let start = 0; start < unknown.length; start += PROBE) {
          const probe = unknown.slice(start, start + PROBE);
          await settle(rows, probe, new Uint8Array(probe.length * bytes));
        }
      }
      return indices.map((index) => rowAt(rows, index));
    },
    load: async (rows, indices) => {
      const pixels = new Uint8Array(indices.length * bytes);
      return { rows: await settle(rows, indices, pixels), pixels };
    },
    damaged: () => bad,
  };
}
