import { FONT_FAMILY } from './render-svg.ts';
import { escapeXml, xmlCharacters } from './text.ts';

/** x and y; a y that is not finite breaks the line. */
export type Point = readonly [x: number, y: number];

export interface Series {
  readonly name: string;
  /** In the order of x. */
  readonly points: readonly Point[];
  /** Any colour that the place of the drawing knows; one of eight by its position when absent. */
  readonly colour?: string;
  /** Of the stroke, as SVG writes it, e.g. `6 3`; a solid line when absent. */
  readonly dash?: string;
}

export interface LineChart {
  /** Above the drawing. */
  readonly title?: string;
  readonly series: readonly Series[];
  /** Lines for comparison, drawn pale behind the others. */
  readonly background?: readonly (readonly Point[])[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Shown at least, so that charts side by side share their axes; the axes reach as far as the lines when absent. */
  readonly xRange?: readonly [low: number, high: number];
  readonly yRange?: readonly [low: number, high: number];
  /** Units of the drawing, whose text is 11 of them high; 640 × 260 when absent. */
  readonly width?: number;
  readonly height?: number;
}

/** Distinguishable with any colour vision, and dark enough on white. */
const COLOURS = ['#1f6fb4', '#c8500b', '#1a7f5a', '#9a3d97', '#a67600', '#c2255c', '#4f5d6b', '#0b8793'];
/** Longer lines show no single points, except those without a neighbour. */
const MOST_DOTS = 40;

/**
 * Draws lines over two axes, by Observable Plot, as an SVG that asks for no other file: in a page as it is, as a picture by
 * `renderSvg`. Text and axes take the page's `currentColor`. The drawing library is loaded by the first call.
 */
export async function lineChart(chart: LineChart): Promise<string> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<html><body></body></html>');
  const { title, series, background = [], xLabel, yLabel, width = 640, height = 260 } = chart;
  const points = [...series.map((each) => each.points), ...background].flat().filter(isFinitePoint);
  const few = width < 400;
  const above = { frameAnchor: 'top-left', lineAnchor: 'bottom', dx: -40 } as const;
  const ticks = { labelArrow: 'none', tickSize: 0, tickFormat: withMinus } as const;
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: 10 + (title === undefined ? 0 : 14) + (yLabel === undefined ? 0 : 16),
    marginRight: 12,
    marginBottom: xLabel === undefined ? 22 : 38,
    marginLeft: 40,
    className: 'chart',
    x: { domain: rangeOf([...points.map(([x]) => x), ...(chart.xRange ?? [])]), label: xLabel ?? null },
    y: { domain: rangeOf([...points.map(([, y]) => y), ...(chart.yRange ?? [])]), label: null, nice: true },
    marks: [
      Plot.gridY({ strokeOpacity: 0.15, ticks: few ? 3 : 5 }),
      Plot.axisX({ ...ticks, ticks: few ? 4 : 8 }),
      Plot.axisY({ ...ticks, ticks: few ? 3 : 5 }),
      ...(points.length === 0 ? [Plot.text(['no values'], { frameAnchor: 'middle', fillOpacity: 0.6 })] : []),
      ...(yLabel === undefined ? [] : [Plot.text([yLabel], { ...above, dy: -10 })]),
      ...(title === undefined ? [] : [Plot.text([title], { ...above, dy: yLabel ? -26 : -10, fontWeight: 'bold' })]),
      ...background.map((line) => Plot.line(line, { x: '0', y: '1', strokeOpacity: 0.2, strokeWidth: 1 })),
      ...series.flatMap((each, index) => {
        const colour = each.colour ?? (COLOURS[index % COLOURS.length] as string);
        const dots = each.points.length > MOST_DOTS ? each.points.filter(isLonely) : each.points;
        const dash = each.dash === undefined ? {} : { strokeDasharray: each.dash };
        return [
          Plot.line(each.points, { x: '0', y: '1', stroke: colour, strokeWidth: 1.8, ...dash }),
          Plot.dot(dots, { x: '0', y: '1', fill: colour, r: 1.8 }),
        ];
      }),
    ],
  });
  svg.setAttribute('font-family', FONT_FAMILY);
  svg.setAttribute('font-size', '11');
  svg.querySelector('style')?.remove();
  const names = series.map(({ name }) => name).join(', ');
  const label = escapeXml(title === undefined || title === names ? names : `${title}: ${names}`);
  // HTML writes this one character by a name that XML does not know, and needs no namespace.
  return xmlCharacters(svg.outerHTML)
    .replaceAll('&nbsp;', '&#160;')
    .replace(/^<svg (?:xmlns="[^"]*" ?)?/, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" `);
}

function isFinitePoint([x, y]: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

function isLonely(point: Point, index: number, points: readonly Point[]): boolean {
  const gap = (other: Point | undefined): boolean => other === undefined || !isFinitePoint(other);
  return isFinitePoint(point) && gap(points[index - 1]) && gap(points[index + 1]);
}

/** From the lowest to the highest; one value alone has room on both sides, none at all is [0, 1]. */
function rangeOf(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > high) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

function withMinus(value: number): string {
  return String(value).replace('-', '−');
}
