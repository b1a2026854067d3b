import { join } from 'node:path';
import { startServer } from '@attgan/serve';
import type { Page, Worker } from 'playwright';
import { expect, test } from 'vitest';
import {
  buildSite,
  CHROMIUM,
  difference,
  openBrowser,
  untilAsItWas,
  untilReady,
  watchedPage,
} from './page/open-browser.ts';

const MODEL = { name: 'avatars-64', folder: join(import.meta.dirname, '../models/avatars-64') };
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Hides that Chromium's GPU is software, which the page would not use, and keeps the device, so that it can be lost. */
const PREPARED = `
const request = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  globalThis.device = await request.call(this, descriptor);
  return globalThis.device;
};
const info = { vendor: '', architecture: '', device: '', description: 'a GPU' };
Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => info });
`;

async function loseDevice(worker: Worker | undefined): Promise<void> {
  await worker?.evaluate(() => (globalThis as unknown as { device: { destroy(): void } }).device.destroy());
}

const engineOf = (page: Page): Promise<string> => page.locator('.engine').innerText();

test.runIf(CHROMIUM !== undefined)(
  'when the GPU is lost, WebAssembly shows the same picture, and sliders, undo and the download go on',
  async () => {
    const [built, browser] = await Promise.all([buildSite(), openBrowser(SOFTWARE_GPU)]);
    const server = await startServer({ site: built.site, model: MODEL });
    try {
      const { page } = await watchedPage(await browser.newContext({ serviceWorkers: 'block' }));
      await page.route('**/assets/worker-*.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${PREPARED}${await response.text()}` });
      });
      await page.goto(server.url);
      await untilReady(page);
      expect(await engineOf(page)).toContain('WebGPU');
      const [worker] = page.workers();
      const slider = page.getByRole('slider', { name: 'Bangs' });
      await slider.press('End');
      await untilReady(page);
      const before = await difference(page);
      expect(before.count).toBeGreaterThan(500);

      await loseDevice(worker);
      await expect.poll(() => engineOf(page), { timeout: 20_000 }).toContain('WebAssembly');
      expect(await page.locator('.engine').getAttribute('title')).toContain('the GPU was lost');
      await untilReady(page);
      const after = await difference(page);
      // The two round differently.
      expect(Math.abs(after.count - before.count)).toBeLessThan(before.count / 20);
      expect(await slider.inputValue()).toBe('100');

      await page.getByRole('slider', { name: 'Young' }).press('Home');
      await untilReady(page);
      expect((await difference(page)).count).not.toBe(after.count);
      for (let steps = 0; steps < 3; steps++) await page.keyboard.press('Control+z');
      await untilReady(page);
      await untilAsItWas(page);
      await page.keyboard.press('Control+Shift+z');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('drawn-edited.png');
      expect(await page.getByRole('alert').count()).toBe(0);
    } finally {
      await browser.close();
      await server.close();
      await built.remove();
    }
  },
  120_000,
);
