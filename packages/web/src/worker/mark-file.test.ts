import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withXmp } from './mark-file.ts';

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/">Brillen: ü</x:xmpmeta>';
const image = sharp({ create: { width: 9, height: 7, channels: 3, background: '#456' } });

test.each(['jpeg', 'png'] as const)('a %s file takes the packet, and its pixels stay', async (format) => {
  const file = await image.clone().toFormat(format).toBuffer();
  const marked = withXmp(file, XMP);
  const { xmpAsString } = await sharp(marked, { failOn: 'warning' }).metadata();
  expect(xmpAsString).toBe(XMP);
  expect(await sharp(marked).raw().toBuffer()).toEqual(await sharp(file).raw().toBuffer());
});

test('a JPEG file keeps its JFIF segment first', () => {
  const jfif = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xdb];
  const marked = withXmp(Uint8Array.from(jfif), XMP);
  expect([...marked.subarray(0, 10)]).toEqual([...jfif.slice(0, 8), 0xff, 0xe1]);
  expect([...marked.subarray(-2)]).toEqual([0xff, 0xdb]);
});

test('other files are refused', () => {
  expect(() => withXmp(new TextEncoder().encode('GIF89a'), XMP)).toThrow(RangeError);
});
