import { jpegQuality } from '@attgan/photos';
import { loadPicture } from '@attgan/pictures';
import type { Browser } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './page/axe-violations.ts';
import { openEditsHere, type EditsHere } from './page/edit-here.ts';
import { AVATARS_64, FACES_64 } from './page/models.ts';
import { CHROMIUM, openBrowser, openSite, WITHOUT, type OpenSite } from './page/open-site.ts';
import { twoFaces } from './page/two-faces.ts';
import { difference, download, dropFile, dropPhoto, untilAsItWas, untilReady } from './page/use-page.ts';

/** A busy machine takes its time for the next frame. */
const SOON = { timeout: 10_000 };

let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await openBrowser();
}, 120_000);

afterAll(() => browser?.close());

if (CHROMIUM === undefined) test('the page', ({ skip }) => skip(WITHOUT));

describe.runIf(CHROMIUM !== undefined)('the page', () => {
  let site: OpenSite;
  let here: EditsHere;

  beforeAll(async () => {
    here = await openEditsHere();
    site = await openSite({ model: FACES_64, browser, context: { viewport: { width: 1280, height: 800 } } });
    await site.page.goto(site.server.url);
    await untilReady(site.page);
  }, 120_000);

  afterAll(async () => {
    await site?.close();
    await here?.close();
  });

  test('opens with a sample that is edited, by WebAssembly where no GPU is', async () => {
    const { page } = site;
    await expect.poll(async () => (await difference(page)).count, SOON).toBeGreaterThan(500);
    expect(await page.locator('.engine').textContent()).toContain('faces-64 · WebAssembly');
    expect(await page.getByRole('slider').count()).toBe(14);
  });

  test('a slider moved by keyboard changes the chosen face and nothing else, and back in the middle every pixel is the photo’s', async () => {
    const { page } = site;
    await dropFile(page, 'two.jpg', 'image/jpeg', await (await twoFaces(3000)).jpeg({ quality: 90 }).toBuffer());
    await page.getByRole('radio', { name: 'Face 2' }).waitFor();
    await untilReady(page);
    expect(await page.getByRole('radio').count()).toBe(2);
    await untilAsItWas(page);

    await page.getByRole('radio', { name: 'Face 2' }).check();
    const slider = page.getByRole('slider', { name: 'Young' });
    await slider.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^−100 %, (not )?in the photo, \d+ % sure$/);
    await untilReady(page);
    const changed = await difference(page);
    expect(changed.count).toBeGreaterThan(20_000);
    const [left, top, right, bottom] = await page.evaluate(() => {
      const points = [...(document.querySelector('polygon.chosen') as SVGPolygonElement).points];
      const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
    });
    expect(changed.left).toBeGreaterThanOrEqual(Math.floor(left));
    expect(changed.top).toBeGreaterThanOrEqual(Math.floor(top));
    expect(changed.right).toBeLessThanOrEqual(Math.ceil(right));
    expect(changed.bottom).toBeLessThanOrEqual(Math.ceil(bottom));

    await slider.press('Delete');
    await untilReady(page);
    await untilAsItWas(page);
  }, 90_000);

  test('undo and redo bring back what was shown', async () => {
    const { page } = site;
    const slider = page.getByRole('slider', { name: 'Eyeglasses' });
    await slider.press('End');
    await page.keyboard.press('Control+z');
    expect(await slider.inputValue()).toBe('0');
    await untilReady(page);
    await untilAsItWas(page);
    await page.keyboard.press('Control+Shift+z');
    expect(await slider.inputValue()).toBe('100');
    await untilReady(page);
    expect((await difference(page)).count).toBeGreaterThan(1000);
  });

  test('of a group of which one can hold, the others give way', async () => {
    const { page } = site;
    const value = (name: string): Promise<string> => page.getByRole('slider', { name }).inputValue();
    await page.getByRole('slider', { name: 'Black hair' }).press('End');
    await page.getByRole('slider', { name: 'Blond hair' }).press('End');
    expect([await value('Black hair'), await value('Blond hair')]).not.toEqual(['100', '100']);
    expect(await value('Blond hair')).toBe('100');
  });

  test('what is downloaded is what attgan edit writes, and says that it was edited', async () => {
    const { page } = site;
    const photo = await (await twoFaces(900)).png().toBuffer();
    await dropPhoto(page, 'two.png', 'image/png', photo, 900);
    await page.getByRole('slider', { name: 'Eyeglasses' }).press('End');
    await untilReady(page);
    const { name, bytes } = await download(page);
    expect(name).toBe('two-edited.png');
    expect(bytes.toString('latin1')).toContain('attgan:attributes="Eyeglasses=1"');
    expect(await farthest(bytes, await here.edit(photo))).toBeLessThanOrEqual(2);
  }, 60_000);

  test('a JPEG photo that lies on its side is downloaded upright, with what it says of itself', async () => {
    const { page } = site;
    const upright = await (await twoFaces(900)).png().toBuffer();
    const lying = sharp(await sharp(upright).rotate(270).toBuffer());
    const photo = await lying
      .withExif({ IFD0: { Copyright: 'someone' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
      .toBuffer();
    await dropPhoto(page, 'lying.jpg', 'image/jpeg', photo, 900);
    await page.getByRole('slider', { name: 'Eyeglasses' }).press('End');
    await untilReady(page);
    const { name, bytes } = await download(page);
    expect(name).toBe('lying-edited.jpg');
    const { orientation, width, exif } = await sharp(bytes).metadata();
    expect([orientation, width]).toEqual([1, 900]);
    expect(exif?.toString('latin1')).toContain('someone');
    expect(jpegQuality(bytes)).toBe(92);
    // Compressed once more, which may change single values by much.
    expect(await meanDifference(bytes, await here.edit(photo))).toBeLessThan(1.5);
  }, 60_000);

  test('a photo of which nothing is asked is downloaded as it came', async () => {
    const { page } = site;
    const photo = await (await twoFaces(700)).jpeg({ quality: 80 }).toBuffer();
    await dropPhoto(page, 'same.jpg', 'image/jpeg', photo, 700);
    const { name, bytes } = await download(page);
    expect(name).toBe('same.jpg');
    expect(bytes.equals(photo)).toBe(true);
  });

  test('a file that is no photo or damaged is named in a sentence, and the photo before stays', async () => {
    const { page } = site;
    const alert = page.getByRole('alert');
    const cut = (await (await twoFaces(700)).jpeg().toBuffer()).subarray(0, 10_000);
    for (const [name, type, bytes] of [
      ['notes.txt', 'text/plain', Buffer.from('no photo')],
      ['cut.jpg', 'image/jpeg', cut],
    ] as const) {
      await dropFile(page, name, type, bytes);
      await expect.poll(() => alert.allInnerTexts(), SOON).toEqual([expect.stringContaining(`${name} cannot be read`)]);
    }
    expect(await page.evaluate(() => document.querySelector('canvas')?.width)).toBe(700);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('slider', { name: 'Bald' }).press('End');
    await untilReady(page);
    expect((await difference(page)).count).toBeGreaterThan(100);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing to object to in the %s page', async (colorScheme) => {
    const { page } = site;
    await page.emulateMedia({ colorScheme });
    await page.getByRole('button', { name: 'Before and after' }).click();
    expect(await axeViolations(page, site.server.url)).toEqual([]);
  });

  test('nothing was asked of another origin, and nothing violated the page’s policy', () => {
    const { problems, requested } = site;
    expect(site.elsewhere()).toEqual([]);
    expect(requested.length).toBeGreaterThan(10);
    expect(problems).toEqual([]);
  });
});

test.runIf(CHROMIUM !== undefined)(
  'after one visit the page opens without its server, and weights are not loaded again',
  async () => {
    const site = await openSite({ model: FACES_64, browser });
    const { page, server, requested } = site;
    try {
      await page.goto(server.url);
      await untilReady(page);
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await page.reload();
      await untilReady(page);
      expect(requested.filter((url) => url.endsWith('model.safetensors'))).toHaveLength(1);
      await server.close();
      await page.reload();
      await untilReady(page);
      await dropFile(page, 'offline.jpg', 'image/jpeg', await (await twoFaces(600)).jpeg().toBuffer());
      await page.getByRole('radio', { name: 'Face 2' }).waitFor();
      await untilReady(page);
      await page.getByRole('slider', { name: 'Eyeglasses' }).press('End');
      await untilReady(page);
      expect((await difference(page)).count).toBeGreaterThan(1000);
    } finally {
      await site.close();
    }
  },
  120_000,
);

test.runIf(CHROMIUM !== undefined)(
  'a model of drawn faces opens with a drawn face, and one that is damaged with a sentence that says so',
  async () => {
    const site = await openSite({ model: AVATARS_64, browser, context: { serviceWorkers: 'block' } });
    const { page, server } = site;
    try {
      await page.route('**/model.safetensors', async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        body.writeUInt8(body.readUInt8(body.length - 9) ^ 1, body.length - 9);
        await route.fulfill({ response, body });
      });
      await page.goto(server.url);
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(
        /^model\.safetensors does not match model\.json: .* Copy the model again\.$/,
      );

      await page.unroute('**/model.safetensors');
      await page.reload();
      await untilReady(page);
      await expect.poll(async () => (await difference(page)).count, SOON).toBeGreaterThan(500);
      await page.getByRole('slider', { name: 'Eyeglasses' }).press('Delete');
      await untilReady(page);
      await untilAsItWas(page);
    } finally {
      await site.close();
    }
  },
  60_000,
);

/** The largest difference between what a file shows and these pixels. */
async function farthest(file: Uint8Array, expected: Uint8Array): Promise<number> {
  const { pixels } = await loadPicture(file);
  return pixels.reduce((worst, value, at) => Math.max(worst, Math.abs(value - (expected[at] as number))), 0);
}

/** The mean difference between what a file shows and these pixels. */
async function meanDifference(file: Uint8Array, expected: Uint8Array): Promise<number> {
  const { pixels } = await loadPicture(file);
  return pixels.reduce((sum, value, at) => sum + Math.abs(value - (expected[at] as number)), 0) / pixels.length;
}
