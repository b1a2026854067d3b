import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withXmp } from './mark-file.ts';
import { uprightExif } from './upright-exif.ts';

const blank = sharp({ create: { width: 8, height: 4, channels: 3, background: '#456' } });
const turned = await blank
  .clone()
  .withExif({ IFD0: { Copyright: 'someone' }, IFD3: { GPSMapDatum: 'WGS-84' } })
  .withMetadata({ orientation: 6 })
  .jpeg()
  .toBuffer();
const plain = await blank.clone().jpeg().toBuffer();

test('what a photo says of itself is kept, but for its orientation', async () => {
  expect((await sharp(turned).metadata()).orientation).toBe(6);
  const exif = uprightExif(turned);
  const { orientation, exif: kept, xmp } = await sharp(withXmp(plain, '<x/>', exif)).metadata();
  expect(orientation).toBe(1);
  expect(kept?.toString('latin1')).toContain('someone');
  expect(kept?.toString('latin1')).toContain('WGS-84');
  expect(xmp?.toString()).toBe('<x/>');
});

test.each([true, false])('the thumbnail of a photo is gone; little-endian: %s', (little) => {
  const tiff = new DataView(new ArrayBuffer(60));
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  // No entries, and then the directory of the thumbnail.
  tiff.setUint32(10, 14, little);
  tiff.setUint16(14, 2, little);
  for (const [index, [tag, value]] of [[0x0201, 50] as const, [0x0202, 4] as const].entries()) {
    tiff.setUint16(16 + 12 * index, tag, little);
    tiff.setUint32(16 + 12 * index + 8, value, little);
  }
  for (let at = 48; at < 60; at++) tiff.setUint8(at, 7);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.from(tiff.buffer)]);
  const start = Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2);
  const exif = uprightExif(Buffer.concat([start, body]));
  expect(Array.from(exif?.subarray(10 + 48) ?? [])).toEqual([7, 7, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7]);
  expect(Array.from(exif?.subarray(10 + 10, 10 + 14) ?? [])).toEqual([0, 0, 0, 0]);
});

test('of damaged files either a segment of the same length is kept or none', () => {
  expect(uprightExif(plain)).toBeUndefined();
  const length = uprightExif(turned)?.length;
  fc.assert(
    fc.property(fc.nat(turned.length - 1), fc.nat(255), fc.nat(turned.length), (place, value, end) => {
      const damaged = Uint8Array.from(turned.subarray(0, end));
      if (place < end) damaged[place] = value;
      const found = uprightExif(damaged);
      if (found !== undefined && place > 5) expect(found).toHaveLength(length as number);
    }),
  );
});
