import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServedModel } from '@attgan/serve';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attganHere } from './in-process.ts';
import { FACES_128 } from './page/models.ts';
import { CHROMIUM, openBrowser, openSite } from './page/open-site.ts';
import { difference, untilAsItWas, untilReady } from './page/use-page.ts';

/** What a worker draws is on the page a frame later, which a busy machine takes its time for. */
const SOON = { timeout: 10_000 };

describe.runIf(CHROMIUM !== undefined)('the page opens', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    [browser, folder] = await Promise.all([openBrowser(), mkdtemp(join(tmpdir(), 'attgan-page-models-'))]);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page with the model, and moves a slider there and back. */
  async function edit(model: ServedModel, look: (page: Page) => Promise<void>): Promise<void> {
    const site = await openSite({ model, browser });
    const { page } = site;
    try {
      await page.goto(site.server.url);
      await untilReady(page);
      const slider = page.getByRole('slider', { name: 'Eyeglasses' });
      expect(await slider.inputValue()).toBe('100');
      await expect.poll(async () => (await difference(page)).count, SOON).toBeGreaterThan(0);
      await look(page);
      await page.getByRole('button', { name: 'Reset' }).click();
      await untilReady(page);
      await untilAsItWas(page);
      expect(site.problems).toEqual([]);
    } finally {
      await site.close();
    }
  }

  test('faces-128, with a photo', async () => {
    await edit(FACES_128, async (page) => {
      expect(await page.locator('.engine').innerText()).toContain('faces-128');
      expect(await page.locator('canvas').first().getAttribute('width')).toBe('512');
    });
  });

  test('a model that tells intensities, whose sliders begin where the face is', async () => {
    const run = join(folder, 'run');
    const networks = '--generator.size 32 --generator.width 0.0625 --generator.preset paper-64 --critic.width 0.0625';
    const training = `--method attgan-intensity --data avatars --data.train 8 --data.validation 2 --data.test 2 --iterations 2 --batch 4`;
    const cache = ['--data.cache', join(folder, 'faces')];
    const trained = await attganHere([
      'train',
      ...`${training} ${networks} --backend wasm --run`.split(' '),
      run,
      ...cache,
    ]);
    expect(trained.stderr + String(trained.code)).toMatch(/0$/);
    await edit({ name: 'told', folder: join(run, 'model') }, async (page) => {
      const moved = await difference(page);
      await page.getByRole('slider', { name: 'Young' }).press('Home');
      await untilReady(page);
      await expect.poll(() => difference(page), SOON).not.toEqual(moved);
    });
  }, 90_000);
});
