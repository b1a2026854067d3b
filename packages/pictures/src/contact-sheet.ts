import { enlarge, paste, type Picture } from './picture.ts';
import { FONT_FAMILY, renderSvg } from './render-svg.ts';
import { HALF_CAPITAL, LINE_HEIGHT, layoutColumns, layoutRows, textSizeFor } from './sheet-layout.ts';
import { escapeXml, measureText, wrapText } from './text.ts';

export interface SheetOptions {
  /** Pictures of one size; rows may differ in length. */
  readonly rows: readonly (readonly Picture[])[];
  /** Over the columns; underscores are shown as spaces. */
  readonly columnLabels?: readonly string[];
  /** Left of the rows; shown as they are. */
  readonly rowLabels?: readonly string[];
  readonly title?: string;
  /** Whole number of times the pictures are enlarged; 1 when absent. */
  readonly scale?: number;
  /** White between pictures, pixels; 4 when absent. */
  readonly gap?: number;
}

const INK = '#1f2328';
const QUIET = '#59636e';
const MARGIN = 16;

/**
 * A labelled grid of pictures on white. Without any text the margin is the gap, so that n pictures of width w take
 * n·w + (n + 1)·gap pixels.
 * @throws RangeError when there is no picture or their sizes differ.
 */
export function contactSheet(options: SheetOptions): Picture {
  const { columnLabels = [], rowLabels = [], title = '', scale = 1, gap = 4 } = options;
  const rows = options.rows.map((row) => row.map((picture) => enlarge(picture, scale)));
  const { width: cellWidth, height: cellHeight } = commonSize(rows);
  const columns = Math.max(...rows.map((row) => row.length));
  const size = textSizeFor(cellWidth);
  const titleSize = size + 4;
  const margin = columnLabels.length + rowLabels.length + title.length > 0 ? Math.max(MARGIN, gap) : gap;

  const columnHeads = layoutColumns(columnLabels.slice(0, columns), cellWidth, gap, size);
  const rowHeads = layoutRows(rowLabels.slice(0, rows.length), size);
  const left = margin + (rowHeads.width === 0 ? 0 : rowHeads.width + Math.max(10, gap));
  const gridWidth = columns * (cellWidth + gap) - gap;
  const contentRight = left + gridWidth + columnHeads.overhang;
  const titleLines = wrapText(title, Math.max(contentRight - margin, 360), titleSize, 700);
  const titleHeight = titleLines.length === 0 ? 0 : Math.ceil(titleLines.length * titleSize * LINE_HEIGHT) + 10;
  const headHeight = columnHeads.height === 0 ? 0 : columnHeads.height + 4;
  const top = margin + titleHeight + headHeight;
  const titleRight = margin + Math.max(0, ...titleLines.map((line) => Math.ceil(measureText(line, titleSize, 700))));
  const width = Math.max(contentRight, titleRight) + margin;
  const height = top + rows.length * (cellHeight + gap) - gap + margin;

  const texts: string[] = [];
  titleLines.forEach((line, index) => {
    texts.push(text(line, margin, margin + titleSize * (0.8 + index * LINE_HEIGHT), titleSize, INK, 'start', 700));
  });
  columnHeads.lines.forEach((lines, column) => {
    const middle = left + column * (cellWidth + gap) + cellWidth / 2;
    const bottom = top - 6;
    if (columnHeads.slanted) {
      const turn = ` transform="rotate(-45 ${middle} ${bottom})"`;
      texts.push(text(lines[0] ?? '', middle, bottom, size, INK, 'start', 400, turn));
      return;
    }
    lines.forEach((line, index) => {
      const baseline = bottom - (lines.length - 1 - index) * size * LINE_HEIGHT;
      texts.push(text(line, middle, baseline - size * 0.12, size, INK, 'middle'));
    });
  });
  rowHeads.lines.forEach((lines, row) => {
    const middle = top + row * (cellHeight + gap) + cellHeight / 2;
    lines.forEach((line, index) => {
      const baseline = middle + size * (HALF_CAPITAL + (index - (lines.length - 1) / 2) * LINE_HEIGHT);
      texts.push(text(line, margin + rowHeads.width, baseline, size, QUIET, 'end'));
    });
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${texts.join('')}</svg>`;
  const sheet = renderSvg(svg);
  rows.forEach((row, y) => {
    row.forEach((picture, x) => {
      paste(sheet, picture, left + x * (cellWidth + gap), top + y * (cellHeight + gap));
    });
  });
  return sheet;
}

/** One row of pictures, each with its label above it. */
export function strip(
  pictures: readonly Picture[],
  options: Omit<SheetOptions, 'rows' | 'columnLabels' | 'rowLabels'> & { readonly labels?: readonly string[] } = {},
): Picture {
  const { labels = [], ...rest } = options;
  return contactSheet({ ...rest, rows: [pictures], columnLabels: labels });
}

function commonSize(rows: readonly (readonly Picture[])[]): Picture {
  const pictures = rows.flat();
  const [first] = pictures;
  if (first === undefined) throw new RangeError('A sheet needs at least one picture');
  const odd = pictures.find(({ width, height }) => width !== first.width || height !== first.height);
  if (odd !== undefined) {
    throw new RangeError(`A sheet has ${first.width}x${first.height} and ${odd.width}x${odd.height} pictures`);
  }
  return first;
}

function text(
  content: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  anchor: 'start' | 'middle' | 'end',
  weight = 400,
  attributes = '',
): string {
  return (
    `<text x="${x}" y="${y}" font-family="${FONT_FAMILY}" font-size="${size}" font-weight="${weight}" fill="${fill}" ` +
    `text-anchor="${anchor}"${attributes}>${escapeXml(content)}</text>`
  );
}
