import type { AttganError } from '@attgan/core';

/** Where pixels come from: a folder of images or a pack. Rows are those of the label file. */
export interface ImageSource {
  /** One line for logs. */
  readonly description: string;
  /** Rows without an image file, ascending. */
  readonly absent: readonly number[];
  /** Rows whose image is known to be unusable; undefined where only reading tells. */
  readonly damaged: ReadonlyMap<number, AttganError> | undefined;
  /**
   * Fills `into` ([rows.length, size, size, 3]) with the images of `rows`. Returns what could not be read, by position
   * in `rows`; those places of `into` are zero.
   */
  read(rows: readonly number[], into: Uint8Array): Promise<ReadonlyMap<number, AttganError>>;
  close(): Promise<void>;
}
