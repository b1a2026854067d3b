import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateAssumptions, estimateTables, measuredGpu, type Scaling } from '@attgan/eval';
import { expect, test } from 'vitest';
import { blocksOf } from './guide.ts';
import { ROOT } from './workspace.ts';

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = textOf('docs/scale-estimates.md');
const RESULTS = 'docs/results/scaling';
const scaling = JSON.parse(textOf(`${RESULTS}/scaling.json`)) as Scaling;
const gpus = ['h200', 'h200-tf32'].map((name) => measuredGpu.parse(JSON.parse(textOf(`${RESULTS}/${name}.json`))));

/** Rows of tables without what only lays them out. */
const rowsOf = (markdown: string): string[] =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---'));

test('the tables of the page are what the figures beside it come to', () => {
  const { editing, training } = estimateTables(scaling, gpus, estimateAssumptions.parse({}));
  const rows = rowsOf(page).join('\n');
  expect(rows).toContain(rowsOf(editing).join('\n'));
  expect(rows).toContain(rowsOf(training).join('\n'));
});

test('the command of the page prints them, and with other assumptions others', () => {
  const command = blocksOf(page).find(({ text }) => text.includes('tools/scale-estimates.mjs'))?.text ?? '';
  const [line = ''] = command.trim().replaceAll('\\\n', ' ').split('\n');
  const run = (...more: string[]): string =>
    execFileSync(process.execPath, [...line.split(/\s+/).slice(1), ...more], { cwd: ROOT, encoding: 'utf8' });
  const rows = rowsOf(page);
  const printed = rowsOf(run());
  expect(printed.length).toBeGreaterThan(20);
  for (const row of printed) expect(rows).toContain(row);
  expect(
    rowsOf(run('--network=10', '--machines=2')).some((row) => row.startsWith('| 32 on each | 2 cores | 2 |')),
  ).toBe(true);
});

test('figures of other networks, and figures that are missing, are refused in a line', () => {
  const assumed = estimateAssumptions.parse({});
  const other = gpus.map((gpu) => ({ ...gpu, width: 0.5 }));
  expect(() => estimateTables(scaling, other, assumed)).toThrow(/H200 was timed with paper-128 at width 0\.5/);
  const series = scaling.series.filter(({ against }) => against !== 'pictures');
  expect(() => estimateTables({ ...scaling, series }, [], assumed)).toThrow(/no two of photos_s against pictures/);
});

test('the page names every assumption with its value', () => {
  const table = rowsOf(page).join('\n');
  for (const [name, value] of Object.entries(estimateAssumptions.parse({}))) {
    const shown = Array.isArray(value) ? value.join() : value.toLocaleString('en-US', { maximumFractionDigits: 6 });
    expect(table).toContain(`| \`--${name}\` | ${shown} |`);
  }
});
