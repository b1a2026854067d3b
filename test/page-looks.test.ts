import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './page/axe-violations.ts';
import { AVATARS_64 } from './page/models.ts';
import { CHROMIUM, openSite, type OpenSite } from './page/open-site.ts';
import { difference, untilAsItWas, untilReady } from './page/use-page.ts';

const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

describe.runIf(CHROMIUM !== undefined)('looks in the page', () => {
  let site: OpenSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite({ model: AVATARS_64, args: CAMERA });
    ({ page } = site);
    await site.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(site.server.url);
    await untilReady(page);
  }, 120_000);

  afterAll(() => site?.close());

  const values = async (): Promise<Record<string, string>> => {
    const sliders = await page.locator('.controls .row').all();
    const entries = sliders.map(async (row) => [
      await row.locator('label').innerText(),
      await row.locator('input').inputValue(),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  };

  test('a preset sets the sliders that it names and no others, and can be undone', async () => {
    const before = await values();
    await page.getByRole('button', { name: 'Professor' }).click();
    await untilReady(page);
    const { Eyeglasses, Mustache, Young, ...others } = await values();
    expect([Eyeglasses, Mustache, Young]).toEqual(['100', '80', '-80']);
    expect(new Set(Object.values(others))).toEqual(new Set(['0']));
    expect((await difference(page)).count).toBeGreaterThan(500);
    await page.keyboard.press('Control+z');
    expect(await values()).toEqual(before);
  });

  test('a link brings the sliders back on another page, and holds nothing else', async () => {
    await page.getByRole('button', { name: 'Fresh' }).click();
    await page.getByRole('button', { name: 'Copy a link to these edits' }).click();
    await page.getByText('Link copied, without the photo').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#Mouth_Slightly_Open=70&No_Beard=100&Young=100&strength=\d/);
    const sent = await values();
    await untilReady(page);
    const shown = await difference(page);

    await page.goto(`${site.server.url}?fresh${new URL(link).hash}`);
    await untilReady(page);
    expect(await values()).toEqual(sent);
    await expect.poll(() => difference(page), { timeout: 10_000 }).toEqual(shown);
    // Followed in a page that is open.
    await page.evaluate(() => location.assign('#Bald=50&Hat=20&strength=2'));
    await expect.poll(async () => (await values())['Bald']).toBe('50');
    expect((await values())['Young']).toBe('0');
    await page.evaluate(() => history.replaceState(null, '', location.pathname));
  });

  test('a sheet shows the face with every attribute, and a tile does to the photo what it shows', async () => {
    await page.getByRole('button', { name: 'Reset' }).click();
    await untilReady(page);
    await page.getByRole('button', { name: 'All attributes' }).click();
    const dialog = page.getByRole('dialog', { name: 'All attributes' });
    await dialog.getByRole('button', { name: 'Bangs' }).waitFor();
    const pictures = await dialog
      .locator('canvas')
      .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
    expect(new Set(pictures).size).toBe(13);
    expect(await axeViolations(page, site.server.url)).toEqual([]);
    // The photo is as it was before.
    await untilAsItWas(page);
    await dialog.getByRole('button', { name: 'Bangs' }).click();
    await untilReady(page);
    expect(Math.abs(Number((await values())['Bangs']))).toBe(100);
    expect(await dialog.count()).toBe(0);

    await page.getByRole('button', { name: 'All attributes' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await untilReady(page);
    expect(Math.abs(Number((await values())['Bangs']))).toBe(100);
  });

  test('the camera’s picture opens as a photo, and the camera is off afterwards', async () => {
    await page.getByRole('button', { name: 'Camera' }).click();
    const take = page.getByRole('button', { name: 'Take photo' });
    await expect.poll(() => take.isEnabled(), { timeout: 10_000 }).toBe(true);
    const stream = await page.evaluateHandle(() => (document.querySelector('video') as HTMLVideoElement).srcObject);
    await take.click();
    const size = (): Promise<number[]> =>
      page
        .locator('.frame canvas')
        .first()
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          return [width, height];
        });
    await expect.poll(async () => (await size())[0], { timeout: 20_000 }).toBeGreaterThanOrEqual(640);
    const states = await stream.evaluate((given) =>
      (given as MediaStream).getTracks().map(({ readyState }) => readyState),
    );
    expect(states).toEqual(['ended']);
    await untilReady(page);
    await page.getByRole('slider', { name: 'Pale skin' }).press('End');
    await untilReady(page);
    expect((await difference(page)).count).toBeGreaterThan(100);
  });

  test('nothing went wrong, and nothing was asked of another origin', () => {
    expect(site.elsewhere()).toEqual([]);
    expect(site.problems).toEqual([]);
  });
});
