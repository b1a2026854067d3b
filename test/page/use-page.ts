import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect } from 'vitest';

// What someone does with the page, and what they see of it.

/** Waits until the page has a photo and nothing is being loaded or drawn. */
export async function untilReady(page: Page): Promise<void> {
  await page.locator('.stage [role=group][aria-busy=false]').waitFor();
  await page.waitForFunction(
    () => document.querySelector('progress') === null && document.querySelector('.primary:not(:disabled)') !== null,
    undefined,
    { timeout: 60_000 },
  );
}

/** What differs between the photo as it was and as it is shown. */
export interface Difference {
  /** Pixels that differ. */
  readonly count: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export async function difference(page: Page): Promise<Difference> {
  return page.evaluate(async () => {
    const [before, after] = await Promise.all(
      [...document.querySelectorAll('.frame canvas')].map(async (canvas) => {
        const bitmap = await createImageBitmap(canvas as HTMLCanvasElement);
        const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = copy.getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      }),
    );
    if (before === undefined || after === undefined) throw new Error('The page has not two canvases.');
    const [one, other] = [new Uint32Array(before.data.buffer), new Uint32Array(after.data.buffer)];
    const found = { count: 0, left: Infinity, top: Infinity, right: -1, bottom: -1 };
    for (let at = 0; at < one.length; at++) {
      if (one[at] === other[at]) continue;
      const [x, y] = [at % before.width, Math.floor(at / before.width)];
      found.count++;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y);
    }
    return found;
  });
}

/** Waits until no pixel differs from the photo's: what a worker draws is on the page a frame later. */
export async function untilAsItWas(page: Page): Promise<void> {
  await expect.poll(async () => (await difference(page)).count, { timeout: 5000 }).toBe(0);
}

/** Drops a file onto the page, as someone does with a mouse. */
export async function dropFile(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ({ name, type, text }) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      transfer.items.add(new File([content], name, { type }));
      return transfer;
    },
    { name, type, text: Buffer.from(bytes).toString('base64') },
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  await data.dispose();
}

/** Drops a photo of this width onto the page, and waits until it is shown. */
export async function dropPhoto(
  page: Page,
  name: string,
  type: string,
  bytes: Uint8Array,
  width: number,
): Promise<void> {
  await dropFile(page, name, type, bytes);
  await page.waitForFunction((wanted) => document.querySelector('canvas')?.width === wanted, width, {
    timeout: 60_000,
  });
  await untilReady(page);
}

/** What the page's button for it downloads, and under which name. */
export async function download(page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [given] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  return { name: given.suggestedFilename(), bytes: await readFile(await given.path()) };
}
