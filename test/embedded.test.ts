import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { axeViolations } from './page/axe-violations.ts';
import { FACES_64 } from './page/models.ts';
import { CHROMIUM, openSite } from './page/open-site.ts';
import { twoFaces } from './page/two-faces.ts';
import { dropFile } from './page/use-page.ts';

const GUIDE = join(import.meta.dirname, '../docs/page.md');

test.runIf(CHROMIUM !== undefined)(
  'the element of the guide edits in a page of others, and leaves that page alone',
  async () => {
    const [, snippet] = /```html\n(.*?)```/s.exec(await readFile(GUIDE, 'utf8')) ?? [];
    const site = await openSite({ model: FACES_64 });
    const { page, server, problems } = site;
    const editors = await countEditors(page);
    try {
      await page.route(`${server.url}others.html`, async (route) => {
        // With the policy that the editor's own page has.
        const { 'content-length': _, ...headers } = (await route.fetch()).headers();
        const body = `<!doctype html><html lang="en"><title>Mine</title><aside><h1>Mine</h1><textarea aria-label="Notes"></textarea></aside>${snippet}`;
        await route.fulfill({ status: 200, headers, contentType: 'text/html; charset=utf-8', body });
      });
      await page.goto(`${server.url}others.html#Young=-100`);
      const editor = page.locator('attgan-editor');
      const slider = editor.getByRole('slider', { name: 'Eyeglasses' });
      await expect.poll(() => slider.isEnabled(), { timeout: 30_000 }).toBe(true);
      expect(await editors()).toBe(1);
      // The sample's own edit; the address is not the editor's.
      await expect.poll(() => slider.inputValue()).toBe('100');
      expect(await editor.getByRole('slider', { name: 'Young' }).inputValue()).toBe('0');
      expect(await editor.locator('header').evaluate((header) => getComputedStyle(header).display)).toBe('flex');
      expect(
        await page
          .locator('h1')
          .first()
          .evaluate((title) => getComputedStyle(title).margin),
      ).not.toBe('0px');

      await page.getByLabel('Notes').fill('abc');
      await page.getByLabel('Notes').press('Control+z');
      expect(await slider.inputValue()).toBe('100');
      await slider.press('Delete');
      await slider.press('Control+z');
      expect(await slider.inputValue()).toBe('100');
      await dropFile(page, 'two.jpg', 'image/jpeg', await (await twoFaces(600)).jpeg().toBuffer());
      await editor.getByRole('radio', { name: 'Face 2' }).waitFor();
      expect(problems).toEqual([]);
      // Puts styles of its own into a page that has a shadow root, which the policy forbids and reports.
      expect(await axeViolations(page, server.url)).toEqual([]);
      expect(site.elsewhere()).toEqual([]);

      await editor.evaluate((element) => element.setAttribute('model', 'models/nowhere/'));
      await editor.getByRole('alert').waitFor();
      expect(await editors()).toBe(1);
      await editor.evaluate((element) => element.remove());
      expect(await editors()).toBe(0);
      // Changed and removed faster than anything is shown.
      expect(
        await page.evaluate(async () => {
          const element = document.createElement('attgan-editor');
          element.setAttribute('model', 'models/faces-64');
          document.body.append(element);
          element.setAttribute('editing', 'float32');
          await Promise.resolve();
          element.remove();
          await new Promise((resolve) => setTimeout(resolve));
          return element.shadowRoot?.childElementCount;
        }),
      ).toBe(0);
      expect(await editors()).toBe(0);
    } finally {
      await site.close();
    }
  },
  120_000,
);

/**
 * Counts the workers of editors that the page has started and not ended. Chromium lists workers for seconds after they were ended,
 * and on a busy machine once in a while until the page closes.
 */
async function countEditors(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const running = new Set<Worker>();
    class CountedWorker extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === 'attgan') running.add(this);
      }

      override terminate(): void {
        super.terminate();
        running.delete(this);
      }
    }
    Object.assign(globalThis, { Worker: CountedWorker, runningEditors: () => running.size });
  });
  return () => page.evaluate(() => (globalThis as unknown as { runningEditors(): number }).runningEditors());
}
