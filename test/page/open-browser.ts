import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { expect } from 'vitest';
import { findChromium } from '../../tools/chromium.ts';

export const CHROMIUM = findChromium();

/** Where tests find Chromium, or why they skip. */
export const WITHOUT = 'there is no Chromium here: install one (Debian: chromium), or name it by CHROMIUM';

const ROOT = join(import.meta.dirname, '../..');
const execute = promisify(execFile);

/** Builds the page from the sources as they are, into a folder of its own. */
export async function buildSite(): Promise<{ readonly site: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-site-'));
  const site = join(folder, 'site');
  // In a process of its own, since what tests run in is no production.
  const env = { ...process.env, NODE_ENV: 'production' };
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await execute(process.execPath, [vite, 'build', 'packages/web', '--outDir', site, '--logLevel', 'error'], {
    cwd: ROOT,
    env,
  });
  return { site, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * @param args more arguments for Chromium
 * @param executable that starts it
 */
export async function openBrowser(args: readonly string[] = [], executable = CHROMIUM): Promise<Browser> {
  return chromium.launch({
    ...(executable !== undefined && { executablePath: executable }),
    args: ['--no-sandbox', '--force-color-profile=srgb', ...args],
  });
}

/** A page, and all that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors, warnings of the console, and violations of the page's policy. */
  readonly problems: string[];
  /** Every address that was asked for. */
  readonly requested: string[];
}

export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const [problems, requested]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  context.on('request', (request) => requested.push(request.url()));
  return { page, problems, requested };
}

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
