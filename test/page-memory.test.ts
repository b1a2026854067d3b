import { join } from 'node:path';
import { startServer } from '@attgan/serve';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { buildSite, CHROMIUM, dropFile, openBrowser, untilReady, watchedPage } from './page/open-browser.ts';
import { twoFaces } from './page/two-faces.ts';

const MODEL = { name: 'avatars-64', folder: join(import.meta.dirname, '../models/avatars-64') };
/** Moves of sliders and photos; docs/robustness.md names more. */
const MOVES = Number(process.env['PAGE_MOVES'] ?? 200);
const PHOTOS = Number(process.env['PAGE_PHOTOS'] ?? 4);
/** Tensors that the worker holds. */
async function tensorsOf(page: Page): Promise<number> {
  const worker = page.workers().find((each) => /\/worker-[^/]*$/.test(each.url()));
  const count = await worker?.evaluate(
    () =>
      (globalThis as unknown as Record<string, { memory(): { numTensors: number } }>)['_tfengine']?.memory().numTensors,
  );
  return count ?? 0;
}

test.runIf(CHROMIUM !== undefined)(
  'after hundreds of moves and several photos the page holds as many tensors as before',
  async () => {
    const photos = await Promise.all(
      [800, 1000].map(async (width) => (await twoFaces(width)).jpeg({ quality: 80 }).toBuffer()),
    );
    const [built, browser] = await Promise.all([buildSite(), openBrowser()]);
    const server = await startServer({ site: built.site, model: MODEL });
    try {
      const { page, problems } = await watchedPage(await browser.newContext());
      await page.goto(server.url);
      await untilReady(page);

      const use = async (moves: number, count: number): Promise<void> => {
        for (let photo = 0; photo < count; photo++) {
          const width = photo % 2 === 0 ? 800 : 1000;
          await dropFile(page, `${photo}.jpg`, 'image/jpeg', photos[photo % 2] as Buffer);
          await page.waitForFunction((wanted) => document.querySelector('canvas')?.width === wanted, width);
          await untilReady(page);
          const sliders = await page.locator('.controls .row input').all();
          for (let move = 0; move < moves / count; move++) {
            const slider = sliders[move % sliders.length];
            await slider?.press(move % 3 === 0 ? 'PageUp' : 'ArrowLeft');
          }
          await untilReady(page);
        }
      };
      // Kernels, caches and history are full after this; both end with the same photo.
      await use(40, 2);
      await page.getByRole('button', { name: 'Reset' }).click();
      await untilReady(page);
      const before = await tensorsOf(page);
      await use(MOVES, PHOTOS);
      await page.getByRole('button', { name: 'Reset' }).click();
      await untilReady(page);
      const after = await tensorsOf(page);
      expect(before).toBeGreaterThan(10);
      expect(after).toBe(before);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
      await built.remove();
    }
  },
  Math.max(60_000, MOVES * 200),
);
