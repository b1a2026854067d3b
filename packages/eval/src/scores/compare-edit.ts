/** Sums over one or more edits, from which means and ratios follow. Values are single channels, in 255ths. */
export interface EditSums {
  /** Σ|our edit − true edit| and Σ|unedited − true edit| over the pixels that the true edit changes. */
  readonly insideOurs: number;
  readonly insideUnedited: number;
  readonly insideValues: number;
  /** Σ|our edit − true edit| over the other pixels. */
  readonly outsideOurs: number;
  readonly outsideValues: number;
}

export const NO_SUMS: EditSums = {
  insideOurs: 0,
  insideUnedited: 0,
  insideValues: 0,
  outsideOurs: 0,
  outsideValues: 0,
};

/** A pixel that differs by more than this in any channel, in 255ths, belongs to the true edit: less is camera noise. */
export const EDIT_THRESHOLD = 8;

/**
 * Compares our edit of a picture with the true one. All three: [height, width, 3], 0..255.
 * @param threshold a pixel belongs to the true edit where that changes any channel by more than this
 */
export function compareEdit(
  unedited: Uint8Array,
  truth: Uint8Array,
  ours: Uint8Array,
  threshold: number = EDIT_THRESHOLD,
): EditSums {
  const sums = { ...NO_SUMS };
  const far = (a: Uint8Array, at: number): number => Math.abs((a[at] as number) - (truth[at] as number));
  for (let at = 0; at < truth.length; at += 3) {
    const changes = [far(unedited, at), far(unedited, at + 1), far(unedited, at + 2)] as const;
    const error = far(ours, at) + far(ours, at + 1) + far(ours, at + 2);
    if (changes.some((change) => change > threshold)) {
      sums.insideOurs += error;
      sums.insideUnedited += changes[0] + changes[1] + changes[2];
      sums.insideValues += 3;
    } else {
      sums.outsideOurs += error;
      sums.outsideValues += 3;
    }
  }
  return sums;
}

export function addSums(a: EditSums, b: EditSums): EditSums {
  return {
    insideOurs: a.insideOurs + b.insideOurs,
    insideUnedited: a.insideUnedited + b.insideUnedited,
    insideValues: a.insideValues + b.insideValues,
    outsideOurs: a.outsideOurs + b.outsideOurs,
    outsideValues: a.outsideValues + b.outsideValues,
  };
}
