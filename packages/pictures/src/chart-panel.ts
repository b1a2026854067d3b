import { lastPoint, smooth, spread, thin, type Point } from './curve.ts';
import { FONT_FAMILY } from './render-svg.ts';
import { xmlCharacters } from './text.ts';

export interface Series {
  readonly name: string;
  /** In the order of x. */
  readonly points: readonly Point[];
}

export interface Panel {
  readonly title?: string;
  readonly yLabel?: string;
  readonly series: readonly Series[];
  /** Draws the mean of so many neighbouring points, and the points themselves pale behind it. */
  readonly smooth?: number;
  /** Only this part of y is shown; everything when absent. */
  readonly yRange?: readonly [low: number, high: number];
  /** A logarithmic y axis, which shows positive values only. */
  readonly logarithmic?: boolean;
}

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Room for the names right of the lines. */
  readonly labelWidth: number;
  readonly colours: ReadonlyMap<string, string>;
  readonly xDomain: readonly [number, number];
  readonly xLabel: string | undefined;
}

const TEXT = 12;
const QUIET = '#59636e';
const MOST_POINTS = 2400;

/** One chart as an SVG element placed in its frame. */
export async function drawPanel(panel: Panel, frame: Frame): Promise<string> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<html><body></body></html>');
  const logarithmic = panel.logarithmic === true;
  const lines = panel.series.map(({ name, points }) => {
    const finite = points.map(([x, y]): Point => [x, Number.isFinite(y) && (!logarithmic || y > 0) ? y : NaN]);
    const line = panel.smooth === undefined ? finite : smooth(finite, panel.smooth);
    return {
      name,
      colour: frame.colours.get(name) as string,
      raw: thin(finite, MOST_POINTS),
      line: thin(line, MOST_POINTS),
    };
  });
  const hasData = lines.some(({ line }) => lastPoint(line) !== undefined);

  const axis = { fill: QUIET, labelArrow: 'none' } as const;
  const ticks = logarithmic ? logarithmicTicks(panel.yRange ?? extent(lines.flatMap(({ raw }) => raw))) : 5;
  const draw = (
    labels: readonly { name: string; colour: string; y: number }[],
    domain: Iterable<unknown> | undefined,
  ) =>
    Plot.plot({
      document,
      width: frame.width,
      height: frame.height,
      marginLeft: 52,
      marginTop: panel.yLabel === undefined ? 8 : 26,
      marginRight: frame.labelWidth + 14,
      marginBottom: frame.xLabel === undefined ? 24 : 42,
      x: {
        domain: hasData ? frame.xDomain : [0, 1],
        label: frame.xLabel ?? null,
      },
      y: {
        type: logarithmic ? 'log' : 'linear',
        label: panel.yLabel ?? null,
        ...(domain === undefined ? { nice: true } : { domain }),
      },
      marks: [
        Plot.gridY({ stroke: '#d1d9e0', strokeOpacity: 1, ticks }),
        Plot.axisX({ ...axis, tickSize: 4, tickPadding: 4, stroke: '#8c959f', labelAnchor: 'center', ticks: 8 }),
        Plot.axisY({ ...axis, tickSize: 0, tickPadding: 6, ticks, ...(logarithmic && { tickFormat: String }) }),
        ...(hasData ? [] : [Plot.text(['no values yet'], { frameAnchor: 'middle', fill: QUIET })]),
        ...lines.flatMap(({ colour, raw, line }) => [
          ...(panel.smooth === undefined ? [] : [curve(raw, colour, 0.22, 1)]),
          curve(line, colour, 1, 1.8),
          Plot.dot(lonely(line), { x: '0', y: '1', r: 2.2, fill: colour }),
        ]),
        ...labels.map(({ name, colour, y }) =>
          Plot.text([[0, y]], {
            x: null,
            y: '1',
            text: [name],
            frameAnchor: 'right',
            textAnchor: 'start',
            dx: 8,
            fill: colour,
          }),
        ),
      ],
    });
  const curve = (points: readonly Point[], stroke: string, strokeOpacity: number, strokeWidth: number) =>
    Plot.line(points, { x: '0', y: '1', stroke, strokeOpacity, strokeWidth, clip: panel.yRange !== undefined });

  // Drawn twice: only a drawn chart knows where its lines end, and with that the labels can be kept apart.
  const empty = logarithmic ? [1, 10] : [0, 1];
  const scale = draw([], panel.yRange ?? (hasData ? undefined : empty)).scale('y');
  const ends = lines.flatMap(({ name, colour, line }) => {
    const end = lastPoint(line);
    return end === undefined ? [] : [{ name, colour, y: clamp(Number(scale?.apply(end[1])), frame.height) }];
  });
  const places = spread(
    ends.map(({ y }) => y),
    TEXT * 1.25,
    TEXT,
    frame.height - TEXT,
  );
  const labels = ends.map((end, index) => ({ ...end, y: Number(scale?.invert?.(places[index])) }));
  const svg = String(draw(labels, scale?.domain).outerHTML);
  // HTML writes this one character by a name that XML does not know; and the outer drawing sets size and family.
  return xmlCharacters(svg)
    .replaceAll('&nbsp;', '&#160;')
    .replace(/<svg [^>]*>/, (tag) =>
      tag
        .replace('<svg ', `<svg x="${frame.x}" y="${frame.y}" `)
        .replace(/font-size="[^"]*"/, `font-size="${TEXT}"`)
        .replace(/font-family="[^"]*"/, `font-family="${FONT_FAMILY}"`),
    )
    .replace(/<style>[^<]*<\/style>/, '');
}

function clamp(y: number, height: number): number {
  return Math.min(Math.max(y, 0), height);
}

/** Points without a neighbour, which a line would not show. */
function lonely(points: readonly Point[]): readonly Point[] {
  const gap = (point: Point | undefined): boolean => point === undefined || !Number.isFinite(point[1]);
  return points.filter((point, index) => !gap(point) && gap(points[index - 1]) && gap(points[index + 1]));
}

function extent(points: readonly Point[]): readonly [number, number] {
  const ys = points.map(([, y]) => y).filter(Number.isFinite);
  return [ys.reduce((a, b) => Math.min(a, b), Infinity), ys.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** 1, 2 and 5 of every decade, or its 1 alone when there are many. */
function logarithmicTicks([low, high]: readonly [number, number]): readonly number[] {
  if (!(low > 0 && high >= low && high < Infinity)) return [1, 10];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const leading = last - first > 4 ? [1] : [1, 2, 5];
  const decades = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return decades.flatMap((decade) => (decade === last ? [1] : leading).map((digit) => Number(`${digit}e${decade}`)));
}
