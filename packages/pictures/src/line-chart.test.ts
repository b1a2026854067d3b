import { expect, test } from 'vitest';
import type { Point } from './curve.ts';
import { lineChart } from './line-chart.ts';
import type { Picture } from './picture.ts';

const BLUE = [0x1f, 0x6f, 0xb4];
const ORANGE = [0xc8, 0x50, 0x0b];

/** The rows of the pixels that have exactly this colour, left of the labels. */
function rowsOf({ width, height, pixels }: Picture, [red, green, blue]: readonly number[]): number[] {
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * 0.8; x++) {
      const at = (y * width + x) * 3;
      if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) rows.push(y);
    }
  }
  return rows;
}

const flat = (y: number, length = 50): Point[] => Array.from({ length }, (_, x): Point => [x, y]);

test('a larger value is drawn higher, and halfway is halfway', async () => {
  const base = { yRange: [0, 4], width: 600, panelHeight: 200, zoom: 1 } as const;
  const chart = (y: number) => lineChart({ ...base, series: [{ name: 'a', points: flat(y) }] });
  const [low, middle, high] = await Promise.all([1, 2, 3].map(async (y) => rowsOf(await chart(y), BLUE)[0] ?? NaN));
  expect(high).toBeLessThan(middle ?? 0);
  expect(Math.abs(((low ?? 0) + (high ?? 0)) / 2 - (middle ?? 0))).toBeLessThanOrEqual(1);
});

test('a gap is not drawn over', async () => {
  const series = (points: Point[]) => lineChart({ series: [{ name: 'a', points }], yRange: [0, 2], zoom: 1 });
  const whole = rowsOf(await series(flat(1)), BLUE).length;
  const broken = rowsOf(await series(flat(1).map(([x, y]) => [x, x > 10 && x < 35 ? NaN : y])), BLUE).length;
  expect(broken).toBeLessThan(whole * 0.6);
  expect(broken).toBeGreaterThan(whole * 0.3);
});

test('a name has one colour in every panel', async () => {
  const panels = [
    {
      title: 'One',
      series: [
        { name: 'a', points: flat(1) },
        { name: 'b', points: flat(2) },
      ],
    },
    { title: 'Two', series: [{ name: 'b', points: flat(2) }] },
  ];
  const two = rowsOf(await lineChart({ panels, zoom: 1 }), ORANGE);
  const one = rowsOf(await lineChart({ panels: panels.slice(0, 1), zoom: 1 }), ORANGE);
  expect(two.length).toBeGreaterThan(one.length * 1.8);
});

test('panels are stacked, and zoom multiplies the pixels', async () => {
  const panel = { series: [{ name: 'a', points: flat(1) }] };
  const one = await lineChart({ ...panel, width: 500, panelHeight: 150, zoom: 1 });
  const three = await lineChart({ panels: [panel, panel, panel], width: 500, panelHeight: 150, zoom: 1 });
  const sharp = await lineChart({ ...panel, width: 500, panelHeight: 150 });
  expect(three.height - one.height).toBe(2 * (150 + 18));
  expect([sharp.width, sharp.height]).toEqual([2 * one.width, 2 * one.height]);
});

test('a single point is a dot', async () => {
  const chart = await lineChart({ series: [{ name: 'a', points: [[5, 2]] }], zoom: 2 });
  expect(rowsOf(chart, BLUE).length).toBeGreaterThan(20);
});

test('no points, no finite points and odd names are drawn without failing', async () => {
  const empty = await lineChart({ title: 'A & B <C>', series: [], zoom: 1 });
  const infinite = await lineChart({
    series: [
      {
        name: 'a\u00a0&\u0001',
        points: [
          [0, NaN],
          [1, Infinity],
        ],
      },
    ],
    zoom: 1,
  });
  const negative = await lineChart({
    series: [
      {
        name: 'a',
        points: [
          [0, -1],
          [1, 0],
        ],
      },
    ],
    logarithmic: true,
    zoom: 1,
  });
  for (const chart of [empty, infinite, negative]) expect(rowsOf(chart, BLUE)).toEqual([]);
  const odd = await lineChart({
    series: [{ name: '\u00a0&<b>"\u0001', points: flat(1) }],
    yLabel: 'x\u00a0&\u0002',
    zoom: 1,
  });
  expect(rowsOf(odd, BLUE).length).toBeGreaterThan(0);
});

test('values outside the range asked for are not drawn', async () => {
  const chart = await lineChart({ series: [{ name: 'a', points: flat(7) }], yRange: [0, 4], zoom: 1 });
  expect(rowsOf(chart, BLUE)).toEqual([]);
});

test('a hundred thousand points draw in seconds', async () => {
  const points = Array.from({ length: 100_000 }, (_, x): Point => [x, Math.sin(x)]);
  const chart = await lineChart({ series: [{ name: 'a', points }], smooth: 500, zoom: 1 });
  expect(rowsOf(chart, BLUE).length).toBeGreaterThan(100);
}, 10_000);
