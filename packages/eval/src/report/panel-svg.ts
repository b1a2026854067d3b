import type { ChartPanel, Points } from './chart-lines.ts';
import { html, type Html } from './html.ts';

export interface Axes {
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  /** Units of the drawing. */
  readonly width: number;
  readonly height: number;
}

/** Lines are told apart by their dashes too, on paper and by everyone. */
export const DASHES = ['none', '6 3', '2 3', '9 3 2 3', '4 2', '1 2'];
const COLOURS = DASHES.length;

/** One drawing in the colours of the page. */
export function panelSvg({ title, lines, others }: ChartPanel, { xTicks, yTicks, width, height }: Axes): Html {
  const frame = {
    left: widest(yTicks) * 6.6 + 8,
    right: width - 8,
    top: title === undefined ? 8 : 24,
    bottom: height - 20,
  };
  const x = scale(xTicks, frame.left, frame.right);
  const y = scale(yTicks, frame.bottom, frame.top);
  const path = (points: Points): string => pathOf(points, x, y);
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${lines.map(({ name }) => name).join(', ')}${title === undefined ? '' : `: ${title}`}"
  >
    ${
      title === undefined ? undefined : html`<text class="name" x="0" y="12">${title}</text>`
    }${yTicks.map((tick) => html`<path class="grid" d="M${frame.left} ${fixed(y(tick))}H${frame.right}" /><text x="${fixed(frame.left - 5)}" y="${fixed(y(tick) + 4)}" text-anchor="end">${label(tick)}</text>`)}${xTicks.map(
      (tick) => html`<text x="${fixed(x(tick))}" y="${height - 4}" text-anchor="middle">${label(tick)}</text>`,
    )}${others.map((points) => html`<path class="other" d="${path(points)}" />`)}${lines.map(
      ({ points, colour }) =>
        html`<g style="stroke:var(--c${colour % COLOURS});fill:var(--c${colour % COLOURS})"
          ><path class="line" stroke-dasharray="${DASHES[colour % COLOURS]}" d="${path(points)}" />${points
            .filter(isFinite2)
            .map(([px, py]) => html`<circle cx="${fixed(x(px))}" cy="${fixed(y(py))}" r="1.6" />`)}</g
        >`,
    )}
  </svg>`;
}

function pathOf(points: Points, x: (value: number) => number, y: (value: number) => number): string {
  let open = false;
  return points
    .map((point) => {
      if (!isFinite2(point)) {
        open = false;
        return '';
      }
      const command = open ? 'L' : 'M';
      open = true;
      return `${command}${fixed(x(point[0]))} ${fixed(y(point[1]))}`;
    })
    .join('');
}

function isFinite2([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

function scale(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

function widest(ticks: readonly number[]): number {
  return Math.max(...ticks.map((tick) => label(tick).length));
}

function label(tick: number): string {
  return String(Number(tick.toPrecision(6))).replace('-', '−');
}

function fixed(value: number): string {
  return value.toFixed(1);
}
