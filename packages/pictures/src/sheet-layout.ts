import { measureText, wrapText } from './text.ts';

/** Lengths are in pixels, text sizes too. */
export const LINE_HEIGHT = 1.3;
/** How far the middle of a capital lies above its baseline, in text sizes. */
export const HALF_CAPITAL = 0.365;
const SLANT = Math.SQRT1_2;
const MOST_LINES = 3;
const WIDEST_ROW_LABEL = 160;

/** Text over the columns: upright on a few lines when every word fits over its cell, at 45° otherwise. */
export interface ColumnHeads {
  readonly slanted: boolean;
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
  /** How far slanted text reaches beyond the last cell. */
  readonly overhang: number;
}

/** A text size that suits pictures of this width. */
export function textSizeFor(cellWidth: number): number {
  if (cellWidth < 80) return 11;
  if (cellWidth < 160) return 12;
  return cellWidth < 320 ? 14 : 17;
}

/** A label as people read it: `Mouth_Slightly_Open` has spaces. */
export function readable(label: string): string {
  return label.replaceAll('_', ' ');
}

export function layoutColumns(labels: readonly string[], cell: number, gap: number, size: number): ColumnHeads {
  const texts = labels.map(readable);
  const wrapped = texts.map((text) => wrapText(text, cell, size));
  const fits = wrapped.every(
    (lines) => lines.length <= MOST_LINES && lines.every((line) => measureText(line, size) <= cell + gap / 2),
  );
  if (fits) {
    const most = Math.max(0, ...wrapped.map((lines) => lines.length));
    return { slanted: false, lines: wrapped, height: Math.ceil(most * size * LINE_HEIGHT), overhang: 0 };
  }
  const reaches = texts.map((text) => (measureText(text, size) + size / 2) * SLANT);
  const overhangs = reaches.map((reach, column) => reach - cell / 2 - (labels.length - 1 - column) * (cell + gap));
  return {
    slanted: true,
    lines: texts.map((text) => [text]),
    height: Math.ceil(Math.max(...reaches) + size * 0.6),
    overhang: Math.ceil(Math.max(0, ...overhangs)),
  };
}

/** Text left of the rows, as it is (file names have underscores), broken where it is long. */
export interface RowHeads {
  readonly lines: readonly (readonly string[])[];
  readonly width: number;
}

export function layoutRows(labels: readonly string[], size: number): RowHeads {
  const lines = labels.map((label) => wrapText(label, WIDEST_ROW_LABEL, size));
  return { lines, width: Math.ceil(Math.max(0, ...lines.flat().map((line) => measureText(line, size)))) };
}
