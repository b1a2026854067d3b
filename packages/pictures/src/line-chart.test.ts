import { expect, test } from 'vitest';
import { lineChart, type LineChart, type Point } from './line-chart.ts';
import type { Picture } from './picture.ts';
import { renderSvg } from './render-svg.ts';

const BLUE = [0x1f, 0x6f, 0xb4];

/** The rows of the pixels that have exactly this colour. */
function rowsOf({ width, height, pixels }: Picture, [red, green, blue]: readonly number[]): number[] {
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) rows.push(y);
    }
  }
  return rows;
}

const drawn = async (chart: Omit<LineChart, 'series'>, ...lines: readonly (readonly Point[])[]): Promise<number[]> => {
  const series = lines.map((points) => ({ name: 'a', points, colour: '#1f6fb4' }));
  return rowsOf(renderSvg(await lineChart({ ...chart, series })), BLUE);
};
const flat = (y: number, length = 50): Point[] => Array.from({ length }, (_, x): Point => [x, y]);

test('a larger value is drawn higher, and halfway is halfway', async () => {
  const rows = await Promise.all([1, 2, 3].map((y) => drawn({ yRange: [0, 4] }, flat(y))));
  const [low, middle, high] = rows.map(([row]) => row ?? NaN) as [number, number, number];
  expect(high).toBeLessThan(middle);
  expect(Math.abs((low + high) / 2 - middle)).toBeLessThanOrEqual(1);
});

test('a gap is not drawn over, and a point alone is a dot', async () => {
  const whole = await drawn({ yRange: [0, 2] }, flat(1));
  const broken = await drawn(
    { yRange: [0, 2] },
    flat(1).map(([x, y]) => [x, x > 10 && x < 35 ? NaN : y]),
  );
  expect(broken.length).toBeLessThan(whole.length * 0.6);
  expect(broken.length).toBeGreaterThan(whole.length * 0.3);
  expect((await drawn({}, [[5, 2]])).length).toBeGreaterThan(2);
});

test('a range is shown at least: lines beyond it are drawn all the same', async () => {
  expect((await drawn({ yRange: [0, 4] }, flat(7))).length).toBeGreaterThan(100);
});

test('the drawing is as large as asked for, times the zoom', async () => {
  const svg = await lineChart({ series: [{ name: 'a', points: flat(1) }], width: 500, height: 150 });
  expect(renderSvg(svg)).toMatchObject({ width: 500, height: 150 });
  expect(renderSvg(svg, 2)).toMatchObject({ width: 1000, height: 300 });
});

test('no points, no finite points and odd names are drawn without failing', async () => {
  const odd = '\u00a0&<b>"\u0001';
  expect(await drawn({ title: odd })).toEqual([]);
  expect(
    await drawn({ xLabel: odd }, [
      [0, NaN],
      [1, Infinity],
    ]),
  ).toEqual([]);
  const svg = await lineChart({ title: odd, yLabel: odd, series: [{ name: odd, points: flat(1) }] });
  expect(svg).not.toContain('<b>');
  expect(rowsOf(renderSvg(svg), BLUE).length).toBeGreaterThan(0);
});

test('an SVG brings no script, no style and asks for no other file', async () => {
  const svg = await lineChart({ title: 'T', xLabel: 'x', yLabel: 'y', series: [{ name: 'a', points: flat(1, 5) }] });
  expect(svg).toMatch(/^<svg xmlns="[^"]+" role="img" aria-label="T: a" /);
  expect(svg).not.toMatch(/<script|<style|href="(?!#)|url\((?!#)/);
  expect(svg.length).toBeLessThan(8000);
});

test('a long line shows no dots, but those of points without a neighbour', async () => {
  const dots = async (points: readonly Point[]): Promise<number> =>
    (await lineChart({ series: [{ name: 'a', points }] })).split('<circle').length - 1;
  expect(await dots(flat(1, 10))).toBe(10);
  expect(await dots(flat(1, 5000))).toBe(0);
  expect(await dots(flat(1, 5000).map(([x, y]) => [x, x > 100 && x < 200 && x !== 150 ? NaN : y]))).toBe(1);
});
