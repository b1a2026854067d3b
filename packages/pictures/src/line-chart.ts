import { drawPanel, type Panel } from './chart-panel.ts';
import type { Picture } from './picture.ts';
import { FONT_FAMILY, renderSvg } from './render-svg.ts';
import { escapeXml, measureText } from './text.ts';

export type { Panel, Series } from './chart-panel.ts';

/** Either `series`, for one chart, or `panels`. */
export interface ChartOptions extends Partial<Panel> {
  /** Under the last panel. */
  readonly xLabel?: string;
  /** Several charts, one below the other, over one x axis; instead of `series`. */
  readonly panels?: readonly Panel[];
  /** Of the drawing, in units of its 12-unit text; 900 when absent. */
  readonly width?: number;
  /** Of each panel; 220 when absent. */
  readonly panelHeight?: number;
  /** Pixels for a unit; 2 when absent, for sharp screens. */
  readonly zoom?: number;
}

const MARGIN = 20;
const TITLE_SIZE = 17;
const INK = '#1f2328';

/** Told apart by people with any colour vision, and dark enough for text. A name keeps its colour in every panel. */
const COLOURS = ['#1f6fb4', '#c8500b', '#1a7f5a', '#9a3d97', '#a67600', '#c2255c', '#4f5d6b', '#0b8793'];

/**
 * Draws curves: every line is labelled at its end in its own colour. Values that are not finite are gaps.
 * The drawing libraries are loaded by the first call.
 */
export async function lineChart(options: ChartOptions): Promise<Picture> {
  const { title = '', xLabel, width = 900, panelHeight = 220, zoom = 2, panels, ...single } = options;
  const all: readonly Panel[] = panels ?? [{ series: [], ...single }];
  const names = [...new Set(all.flatMap((panel) => panel.series.map((series) => series.name)))];
  const colours = new Map(names.map((name, index) => [name, COLOURS[index % COLOURS.length] as string]));
  const labelWidth = Math.max(0, ...names.map((name) => measureText(name, 12)));
  const xs = all
    .flatMap((panel) => panel.series.flatMap(({ points }) => points.map(([x]) => x)))
    .filter(Number.isFinite);
  const low = xs.reduce((least, x) => Math.min(least, x), Infinity);
  const high = xs.reduce((most, x) => Math.max(most, x), -Infinity);
  // One x alone has room on both sides.
  const xDomain: readonly [number, number] = low === high ? [low - 1, high + 1] : [low, high];

  const parts: string[] = [];
  let y = MARGIN;
  if (title !== '') {
    parts.push(heading(title, TITLE_SIZE, y));
    y += TITLE_SIZE + 16;
  }
  for (const [index, panel] of all.entries()) {
    const last = index === all.length - 1;
    if (panels !== undefined && panel.title !== undefined) {
      parts.push(heading(panel.title, 13, y));
      y += 13 + 8;
    }
    const height = panelHeight + (last && xLabel !== undefined ? 18 : 0);
    const frame = { x: MARGIN, y, width: width - 2 * MARGIN, height, labelWidth, colours };
    parts.push(await drawPanel(panel, { ...frame, xDomain, xLabel: last ? xLabel : undefined }));
    y += height + (last ? 0 : 18);
  }
  const height = y + MARGIN - 4;
  return renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`,
    zoom,
  );
}

function heading(text: string, size: number, y: number): string {
  return (
    `<text x="${MARGIN}" y="${y + size * 0.8}" font-family="${FONT_FAMILY}" font-weight="700" ` +
    `font-size="${size}" fill="${INK}">${escapeXml(text)}</text>`
  );
}
