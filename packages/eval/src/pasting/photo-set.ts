import type { Picture } from '@attgan/pictures';

/** A photograph to paste edits into. */
export interface WholePhoto {
  readonly name: string;
  /** [attributes], 0 or 1; the model reads them when absent. */
  readonly labels?: Uint8Array;
  /** Upright, of any size. */
  load(): Promise<Picture>;
  /** The same face as CelebA aligned it, 178×218; absent where there is none to compare with. */
  loadAligned?(): Promise<Picture>;
}
