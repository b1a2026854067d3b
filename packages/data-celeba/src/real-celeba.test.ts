import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImageInspection } from '@attgan/image-files';
import { describe, expect, test } from 'vitest';
import { celeba } from './celeba.ts';

/* The real photos lie beside the checkout on some machines and nowhere else. */
const root = fileURLToPath(new URL('../../../../shared/celeba', import.meta.url));
const report = (): void => {};

describe.skipIf(!existsSync(root))('with real photos', () => {
  test('labels agree with what is known of CelebA: 000001.jpg is a young woman, 40% to 46% of the people are men', async () => {
    const data = await celeba.open({ root, cache: 'off', attributes: 'Male,Young,Smiling' }, { size: 64, report });
    expect(await data.names('train', [0])).toEqual(['000001.jpg']);
    expect([...(await data.labels('train', [0]))]).toEqual([0, 1, 1]);
    const inspection = (await celeba.inspect?.({ root, attributes: 'Male' })) as ImageInspection;
    const { attributes, people, missing } = inspection;
    expect(attributes[0]?.rate).toBeGreaterThan(0.4);
    expect(attributes[0]?.rate).toBeLessThan(0.46);
    expect(missing.count).toBe(0);
    expect(people?.shared).toBe(0);
  });

  test('photos decode in batches as they do one by one', async () => {
    const data = await celeba.open({ root, cache: 'off' }, { size: 128, report });
    const indices = [...Array(64).keys()].map((index) => index * 7);
    const batch = await data.load('train', indices);
    for (const [position, index] of indices.entries()) {
      const alone = await data.load('train', [index]);
      const bytes = alone.pixels.length;
      expect(Buffer.from(alone.pixels).equals(batch.pixels.subarray(position * bytes, (position + 1) * bytes))).toBe(
        true,
      );
    }
  });
});
