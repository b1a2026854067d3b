import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { heapOf } from './page/heap-of.ts';
import { AVATARS_64 } from './page/models.ts';
import { CHROMIUM, openSite } from './page/open-site.ts';
import { twoFaces } from './page/two-faces.ts';
import { dropPhoto, untilReady } from './page/use-page.ts';

/** Moves of sliders and photos; docs/robustness.md names more. */
const MOVES = Number(process.env['PAGE_MOVES'] ?? 200);
const PHOTOS = Number(process.env['PAGE_PHOTOS'] ?? 4);
/** Whether someone waits for figures. */
const LONG = process.env['PAGE_MOVES'] !== undefined;
const WORKER = /\/worker-[^/]*$/;
/** Bytes by which caches of engines may grow; one photo of the test takes more. */
const GROWTH = 2_000_000;

/** Tensors that the worker holds. */
async function tensorsOf(page: Page): Promise<number> {
  const worker = page.workers().find((each) => WORKER.test(each.url()));
  const count = await worker?.evaluate(
    () =>
      (globalThis as unknown as Record<string, { memory(): { numTensors: number } }>)['_tfengine']?.memory().numTensors,
  );
  return count ?? 0;
}

test.runIf(CHROMIUM !== undefined)(
  'after hundreds of moves and several photos the page holds as many tensors and as much memory as before',
  async () => {
    const photos = await Promise.all(
      [800, 1000].map(async (width) => (await twoFaces(width)).jpeg({ quality: 80 }).toBuffer()),
    );
    const site = await openSite({ model: AVATARS_64 });
    const { page, server, problems } = site;
    try {
      await page.goto(server.url);
      await untilReady(page);

      const use = async (moves: number, count: number): Promise<void> => {
        for (let photo = 0; photo < count; photo++) {
          const width = photo % 2 === 0 ? 800 : 1000;
          await dropPhoto(page, `${photo}.jpg`, 'image/jpeg', photos[photo % 2] as Buffer, width);
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
      const before = { tensors: await tensorsOf(page), heap: await heapOf(page, WORKER) };
      await use(MOVES, PHOTOS);
      await page.getByRole('button', { name: 'Reset' }).click();
      await untilReady(page);
      const after = { tensors: await tensorsOf(page), heap: await heapOf(page, WORKER) };
      if (LONG) console.log(`${MOVES} moves, ${PHOTOS} photos: ${JSON.stringify({ before, after })}`);
      expect(before.tensors).toBeGreaterThan(10);
      expect(after.tensors).toBe(before.tensors);
      expect(after.heap.objects - before.heap.objects).toBeLessThan(GROWTH);
      expect(after.heap.buffers - before.heap.buffers).toBeLessThan(GROWTH);
      expect(problems).toEqual([]);
    } finally {
      await site.close();
    }
  },
  Math.max(120_000, MOVES * 200),
);
