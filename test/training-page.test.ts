import { appendFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendJsonLine } from '@attgan/formats';
import type { Browser } from 'playwright';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attganHere } from './in-process.ts';
import { axeViolations } from './page/axe-violations.ts';
import { AVATARS_64 } from './page/models.ts';
import { CHROMIUM, openBrowser, openSite, WITHOUT, type OpenSite } from './page/open-site.ts';

/** The page looks at the run every two seconds. */
const SOON = { timeout: 10_000 };

let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await openBrowser();
}, 120_000);

afterAll(() => browser?.close());

if (CHROMIUM === undefined) test('the page of a training', ({ skip }) => skip(WITHOUT));

describe.runIf(CHROMIUM !== undefined)('the page of a training', () => {
  let root: string;
  let run: string;
  let site: OpenSite;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'attgan-run-'));
    run = join(root, 'mine');
    await mkdir(join(run, 'samples'), { recursive: true });
    site = await openSite({ model: AVATARS_64, run, browser, context: { serviceWorkers: 'block' } });
  });

  afterEach(async () => {
    await site.close();
    await rm(root, { recursive: true, force: true });
  });

  const metrics = (iteration: number, accuracyReal: number): Promise<void> =>
    appendJsonLine(join(run, 'metrics.jsonl'), {
      iteration,
      accuracyReal,
      accuracyEdited: 0.5,
      'critic/total': -iteration,
    });

  async function sheet(iteration: number): Promise<void> {
    const file = join(run, 'samples', `${String(iteration).padStart(6, '0')}.png`);
    await sharp({ create: { width: 60 + iteration, height: 40, channels: 3, background: '#345' } })
      .png()
      .toFile(file);
  }

  test('shows a run from its first line on, and what is added to it, by itself', async () => {
    const { page, problems, server } = site;
    await page.goto(`${server.url}training.html`);
    const sentence = page.locator('.sentence');
    await expect.poll(() => sentence.innerText(), SOON).toMatch(/^Nothing is logged in mine yet\./);

    await mkdir(join(run, 'run.lock'));
    const experiment = { train: { iterations: 100 } };
    const at = new Date(Date.now() - 10_000).toISOString();
    await appendJsonLine(join(run, 'history.jsonl'), { iteration: 0, at, backend: 'wasm: one thread', experiment });
    await sheet(10);
    await metrics(10, 0.6);
    await expect.poll(() => page.locator('dd.iteration').innerText(), SOON).toBe('10 of 100');
    expect(await sentence.isVisible()).toBe(false);
    expect(await page.locator('header').innerText()).toMatch(/mine[\s\S]*running[\s\S]*wasm: one thread/);
    // Ten iterations in about ten seconds, and ninety to come.
    expect(await page.locator('dd.left').innerText()).toMatch(/^1 min [23]\d s$/);
    expect(await page.getByRole('img', { name: /of real faces 0\.6, of edited faces 0\.5/ }).count()).toBe(1);

    await metrics(20, 0.7);
    await sheet(20);
    await appendFile(join(run, 'metrics.jsonl'), '{"iteration":30,"accur');
    await expect.poll(() => page.locator('dd.iteration').innerText(), SOON).toBe('20 of 100');
    const samples = page.getByAltText('Edited faces after 20 iterations');
    await samples.waitFor();
    const naturalWidth = () => page.locator('main img').evaluate((image) => (image as HTMLImageElement).naturalWidth);
    await expect.poll(naturalWidth, SOON).toBe(80);
    await page.getByRole('slider', { name: 'After' }).press('Home');
    await expect.poll(naturalWidth, SOON).toBe(70);
    expect(await page.locator('path.line0').first().getAttribute('d')).toMatch(/^M160\.0,\d+\.\dL320\.0,\d+\.\d$/);

    expect(await axeViolations(page, server.url)).toEqual([]);
    expect(problems).toEqual([]);
    expect(site.elsewhere()).toEqual([]);
  });

  test('names what is damaged, and shows the run again when it is repaired', async () => {
    const { page, server } = site;
    await metrics(10, 0.6);
    await page.goto(`${server.url}training.html`);
    await page.locator('dd.iteration').waitFor();
    await writeFile(join(run, 'metrics.jsonl'), '{"iteration":10}\n{"iteration":"x"}\n{"iteration":30}\n');
    const sentence = page.locator('.sentence');
    await expect.poll(() => sentence.innerText(), SOON).toMatch(/metrics\.jsonl, line 2.*iteration/);
    expect(await page.locator('dd.iteration').innerText()).toBe('10');
    await writeFile(join(run, 'metrics.jsonl'), '{"iteration":40,"loss":1}\n');
    await expect.poll(() => page.locator('dd.iteration').innerText(), SOON).toBe('40');
    await server.close();
    await expect.poll(() => sentence.innerText(), SOON).toBe('The server cannot be reached. What is shown may be old.');
  });

  test('of the run’s folder only what the page shows is served', async () => {
    await sheet(10);
    await writeFile(join(run, 'experiment.json'), '{}');
    const status = async (path: string): Promise<number> => (await fetch(`${site.server.url}${path}`)).status;
    expect(await status('run/samples/000010.png')).toBe(200);
    for (const path of [
      'run/experiment.json',
      'run/samples/000011.png',
      'run/samples/',
      'run/samples/..%2fexperiment.json',
    ]) {
      expect([path, await status(path)]).toEqual([path, 404]);
    }
    // A lock that nobody refreshes was left behind.
    await mkdir(join(run, 'run.lock'));
    await metrics(10, 0.6);
    const running = async () =>
      ((await (await fetch(`${site.server.url}run.json`)).json()) as { running: boolean }).running;
    expect(await running()).toBe(true);
    await utimes(join(run, 'run.lock'), new Date(0), new Date(0));
    expect(await running()).toBe(false);
  });
});

test('a run that is no folder, and one for a static host, are refused', async () => {
  const missing = await attganHere(['serve', '--run', join(tmpdir(), 'attgan-no-such-run')]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    expect.stringContaining('is no folder. Name the folder of a training.'),
  ]);
  const fixed = await attganHere(['serve', '--run', tmpdir(), '--out', join(tmpdir(), 'attgan-no-such-site')]);
  expect([fixed.code, fixed.stderr]).toEqual([2, expect.stringContaining('does not go with --out')]);
});
