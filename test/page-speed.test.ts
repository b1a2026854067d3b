import { readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@attgan/serve';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PORTRAIT } from '@attgan/photos';
import { buildSite, CHROMIUM, dropFile, openBrowser, untilReady } from './page/open-browser.ts';

// Measures the page: docs/page.md names the command. A figure depends on what else the machine does, so that no other run of tests takes it.
const MEASURED = process.env['PAGE_SPEED'] !== undefined && CHROMIUM !== undefined;

const MODELS = join(import.meta.dirname, '../models');
const READER = { name: 'classifier-celeba-64', folder: join(MODELS, 'classifier-celeba-64') };
const MODEL = { name: 'faces-128', folder: join(MODELS, 'faces-128'), reader: READER };
/** Width of the photo whose face has a square of 1,000 pixels. */
const WIDTH = 1366;
const SECONDS = 8;

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

/**
 * Time of processors that threads of this process's children and theirs have taken so far, by their names, milliseconds: what a picture costs
 * whatever else runs.
 */
async function processorTimes(): Promise<Map<string, number>> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = new Map<string, string>();
  for (const id of processes) {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    parents.set(id, fieldsOf(stat)[1] ?? '');
  }
  const isOurs = (id: string): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === String(process.pid) || isOurs(parent));
  };
  const times = new Map<string, number>();
  for (const id of processes.filter(isOurs)) {
    for (const thread of await readdir(`/proc/${id}/task`).catch(() => [])) {
      const stat = await readFile(`/proc/${id}/task/${thread}/stat`, 'utf8').catch(() => '');
      const [name = '', fields] = [/\((.*)\)/.exec(stat)?.[1], fieldsOf(stat)];
      times.set(name, (times.get(name) ?? 0) + 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)));
    }
  }
  return times;
}

/** Of /proc's `stat`, what follows the name, which is in brackets and may hold anything: state, parent, …, ticks in user and system mode. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
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

/** A script that starts Chromium with all of its processes on one core. */
async function onOneCore(folder: string): Promise<string> {
  const script = join(folder, 'chromium.sh');
  await writeFile(script, `#!/bin/sh\nexec taskset -c 0 '${CHROMIUM}' "$@"\n`, { mode: 0o755 });
  return script;
}

const CASES = [
  { title: 'one core, one thread', cores: 1, isolated: false },
  { title: 'all cores, threads', cores: availableParallelism(), isolated: true },
];

test.runIf(MEASURED).each(CASES)(
  'pictures a second of a slider of faces-128 that moves, face of 1,000 px: $title',
  async ({ title, cores, isolated }) => {
    const photo = await sharp(PORTRAIT)
      .extract({ left: 100, top: 0, width: 250, height: 290 })
      .resize(WIDTH)
      .jpeg({ quality: 90 })
      .toBuffer();
    const built = await buildSite();
    const browser = await openBrowser([], cores === 1 ? await onOneCore(built.site) : CHROMIUM);
    const server = await startServer({ site: built.site, model: MODEL });
    try {
      // Large enough for the photo to be drawn at its own size.
      const context = await browser.newContext({ viewport: { width: 1400, height: 1300 }, serviceWorkers: 'block' });
      const page = await context.newPage();
      await page.addInitScript(COUNTING);
      if (!isolated) {
        await page.route(server.url, async (route) => {
          const response = await route.fetch();
          const {
            'cross-origin-opener-policy': _,
            'cross-origin-embedder-policy': __,
            ...headers
          } = response.headers();
          await route.fulfill({ response, headers });
        });
      }
      const start = performance.now();
      await page.goto(server.url);
      await untilReady(page);
      const opened = (performance.now() - start) / 1000;
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      await dropFile(page, 'face.jpg', 'image/jpeg', photo);
      await page.waitForFunction((wanted) => document.querySelector('canvas')?.width === wanted, WIDTH);
      await untilReady(page);
      const engine = await page.locator('.engine').getAttribute('title');
      const lines = [`${title}: first edited sample after ${opened.toFixed(1)} s; ${engine}`];
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
      await browser.close();
      await server.close();
      await built.remove();
    }
  },
  180_000,
);
