import type { BadFile } from '@attgan/core';
import type { Estimate } from '../finding.ts';

/** What is measured of edits that were pasted into photos. */
export const PASTE_FIGURES = [
  { name: 'read as wanted', unit: 'share' },
  { name: 'others kept', unit: 'share' },
  { name: 'person found first', unit: 'share' },
  { name: 'sharpness', unit: 'number' },
] as const;

/** In the order of `PASTE_FIGURES`; intervals are by resampling photos. Sharpness is a ratio to the photo's own. */
export type PasteFigures = readonly (Estimate | undefined)[];

/** One way of pasting. */
export interface PasteFinding {
  readonly name: string;
  readonly summary: string;
  readonly figures: PasteFigures;
  readonly attributes: Readonly<Record<string, PasteFigures>>;
}

/** What was found of edits of whole photos. `results.json` holds just this. */
export interface PasteEvaluation {
  readonly format: 1;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly strength: number;
  readonly backend: string;
  readonly detector: string;
  /** SHA-256 of the weights of the classifier that reads edits. */
  readonly classifier: string;
  readonly photos: number;
  /** Photos that could not be read. */
  readonly failures: readonly BadFile[];
  /** Photos whose face was found; the recogniser chooses among these. */
  readonly located: number;
  /** Against the aligned images, pixels of 178×218; absent without those. */
  readonly displacement?: { readonly mean: number; readonly median: number; readonly p95: number };
  /** Faces that `attgan edit` would warn of, by reason: `turned`, `small`, `dark`, `cut`. */
  readonly warned: Readonly<Record<string, number>>;
  /** Photos that were edited, once for each attribute and way of pasting. */
  readonly edited: number;
  /** Pixels outside of the faces' squares that differed, in all edits together. */
  readonly changedOutside: number;
  readonly pastes: readonly PasteFinding[];
  readonly seconds: number;
}
