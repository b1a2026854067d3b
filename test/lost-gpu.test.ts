import type { Page, Worker } from 'playwright';
import { expect, test } from 'vitest';
import { AVATARS_64 } from './page/models.ts';
import { CHROMIUM, openSite, type OpenSite } from './page/open-site.ts';
import { difference, download, untilAsItWas, untilReady } from './page/use-page.ts';

const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** A busy processor that imitates a GPU compiles its programs in seconds each, milliseconds. */
const SLOW = 120_000;

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

/** A page whose GPU is software, and does not say so. */
async function openOnGpu(): Promise<OpenSite> {
  const site = await openSite({ model: AVATARS_64, args: SOFTWARE_GPU, context: { serviceWorkers: 'block' } });
  site.page.setDefaultTimeout(SLOW);
  await site.page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${PREPARED}${await response.text()}` });
  });
  return site;
}

const engineOf = (page: Page): Promise<string> => page.locator('.engine').innerText();

test.runIf(CHROMIUM !== undefined)(
  'when the GPU is lost, WebAssembly shows the same picture, and sliders, undo and the download go on',
  async () => {
    const site = await openOnGpu();
    const { page } = site;
    try {
      await page.goto(site.server.url);
      await untilReady(page);
      expect(await engineOf(page)).toContain('WebGPU, half precision');
      const [worker] = page.workers();
      const slider = page.getByRole('slider', { name: 'Bangs' });
      await slider.press('End');
      await untilReady(page);
      const before = await difference(page);
      expect(before.count).toBeGreaterThan(500);

      await loseDevice(worker);
      await expect.poll(() => engineOf(page), { timeout: 20_000 }).toContain('WebAssembly');
      expect(await page.locator('.engine').getAttribute('title')).toContain('the GPU was lost');
      expect(await engineOf(page)).not.toContain('half precision');
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
      expect((await download(page)).name).toBe('drawn-edited.png');
      expect(await page.getByRole('alert').count()).toBe(0);
    } finally {
      await site.close();
    }
  },
  4 * SLOW,
);

test.runIf(CHROMIUM !== undefined)(
  'the address of the page can keep a GPU from half precision',
  async () => {
    const site = await openOnGpu();
    try {
      await site.page.goto(`${site.server.url}?editing=float32`);
      await expect.poll(() => engineOf(site.page), { timeout: SLOW }).toContain('WebGPU');
      expect(await engineOf(site.page)).not.toContain('half precision');
      expect(await site.page.locator('.engine').getAttribute('title')).not.toContain('half precision');
    } finally {
      await site.close();
    }
  },
  2 * SLOW,
);
