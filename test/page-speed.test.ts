import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PORTRAIT } from '@attgan/photos';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { FACES_128 } from './page/models.ts';
import { CHROMIUM, openSite, type OpenSite } from './page/open-site.ts';
import { processorTimes } from './page/processor-times.ts';
import { dropPhoto, untilReady } from './page/use-page.ts';

// Measures the page: docs/page.md names the command. A figure depends on what else the machine does, so that no other run of tests takes it.
const MEASURED = process.env['PAGE_SPEED'] !== undefined && CHROMIUM !== undefined;

/** Width of the photo whose face has a square of 1,000 pixels. */
const WIDTH = 1366;
const SECONDS = 5;

/** Counts what the worker draws, and what keeps the page from answering. Runs before the page's own scripts. */
const COUNTING = `
const drawn = { pictures: 0, longest: 0 };
globalThis.drawn = drawn;
globalThis.Worker = class extends Worker {
  #changes = new Set();
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      if (this.#changes.delete(data.id)) drawn.pictures++;
    });
  }
  postMessage(message, ...more) {
    if (message.name === 'change') this.#changes.add(message.id);
    super.postMessage(message, ...more);
  }
};
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) drawn.longest = Math.max(drawn.longest, duration);
}).observe({ type: 'longtask' });
`;

interface Drawn {
  pictures: number;
  /** The longest task of the main thread of at least 50 ms, milliseconds; 0 where there was none. */
  longest: number;
}

/** Moves a slider at every frame, as someone who drags it does. */
async function drag(page: Page, attribute: string, seconds: number): Promise<{ pictures: number; longest: number }> {
  const slider = page.getByRole('slider', { name: attribute });
  return slider.evaluate(async (input, seconds) => {
    const { drawn } = globalThis as unknown as { drawn: Drawn };
    const range = input as HTMLInputElement;
    Object.assign(drawn, { pictures: 0, longest: 0 });
    const start = performance.now();
    for (let frame = 0; performance.now() - start < seconds * 1000; frame++) {
      range.value = String(Math.round(100 * Math.sin(frame / 20)));
      range.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
    const taken = (performance.now() - start) / 1000;
    return { pictures: drawn.pictures / taken, longest: drawn.longest };
  }, seconds);
}

/** A script in the folder that starts Chromium with all of its processes on one core. */
async function onOneCore(folder: string): Promise<string> {
  const script = join(folder, 'chromium.sh');
  await writeFile(script, `#!/bin/sh\nexec taskset -c 0 '${CHROMIUM}' "$@"\n`, { mode: 0o755 });
  return script;
}

/** The page as a browser sees it whose site is not isolated from others: without threads. */
async function withoutThreads({ page, server }: OpenSite): Promise<void> {
  await page.route(server.url, async (route) => {
    const response = await route.fetch();
    const isolating = /^cross-origin-(opener|embedder)-policy$/;
    const headers = Object.entries(response.headers()).filter(([name]) => !isolating.test(name));
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
}

test.runIf(MEASURED).each([
  { title: 'one thread, all of Chromium on one core', oneCore: true, threads: false },
  { title: 'one thread', oneCore: false, threads: false },
  { title: 'threads', oneCore: false, threads: true },
])(
  'pictures a second while a slider moves, faces-128, a face of 1,000 pixels: $title',
  async ({ title, oneCore, threads }) => {
    const face = sharp(PORTRAIT).extract({ left: 100, top: 0, width: 250, height: 290 }).resize(WIDTH);
    const folder = await mkdtemp(join(tmpdir(), 'attgan-speed-'));
    const site = await openSite({
      model: FACES_128,
      // Large enough for the photo to be drawn at its own size.
      context: { viewport: { width: 1400, height: 1300 }, serviceWorkers: 'block' },
      ...(oneCore && { executable: await onOneCore(folder) }),
    });
    const { page, server } = site;
    try {
      await page.addInitScript(COUNTING);
      if (!threads) await withoutThreads(site);
      const start = performance.now();
      await page.goto(server.url);
      await untilReady(page);
      const opened = (performance.now() - start) / 1000;
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(threads);
      await dropPhoto(page, 'face.jpg', 'image/jpeg', await face.jpeg({ quality: 90 }).toBuffer(), WIDTH);
      const engine = await page.locator('.engine').getAttribute('title');
      const lines = [`${title}: an edited sample after ${opened.toFixed(1)} s; ${engine}`];
      for (const attribute of ['Eyeglasses', 'Young']) {
        await drag(page, attribute, 2);
        const before = await processorTimes();
        const { pictures, longest } = await drag(page, attribute, SECONDS);
        const costs = [...(await processorTimes())]
          .map(([name, time]) => [name, (time - (before.get(name) ?? 0)) / (pictures * SECONDS)] as const)
          .filter(([, cost]) => cost >= 1)
          .toSorted(([, one], [, other]) => other - one)
          .map(([name, cost]) => `${name} ${cost.toFixed(0)}`);
        const blocked = longest === 0 ? 'never for 50 ms' : `for ${longest.toFixed(0)} ms`;
        lines.push(`  ${attribute}: ${pictures.toFixed(1)} pictures/s; main thread blocked ${blocked}`);
        lines.push(`    ms of processors for each, by thread: ${costs.join(', ')}`);
      }
      console.log(lines.join('\n'));
    } finally {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
  180_000,
);
