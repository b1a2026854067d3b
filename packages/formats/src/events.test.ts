import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { openEvents } from './events.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'attgan-events-')), 'run');
});

type Field = number | bigint | Buffer;

/** A protobuf reader written from the wire format alone: field number to its values, lengths unparsed. */
function fields(message: Buffer): Map<number, Field[]> {
  const found = new Map<number, Field[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (count: number): Buffer => message.subarray(at, (at += count));
  while (at < message.length) {
    const key = Number(varint());
    const type = key & 7;
    let value: Field;
    if (type === 0) value = varint();
    else if (type === 1) value = take(8).readDoubleLE();
    else if (type === 5) value = take(4).readFloatLE();
    else value = take(Number(varint()));
    found.set(key >> 3, [...(found.get(key >> 3) ?? []), value]);
  }
  expect(at).toBe(message.length);
  return found;
}

/** Bit by bit, unlike the table in the writer. */
function slowMaskedCrc(bytes: Buffer): number {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0x82f63b78n : 0n);
  }
  crc ^= 0xffffffffn;
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

async function eventsOf(path: string): Promise<Map<number, Field[]>[]> {
  const file = await readFile(path);
  const events: Map<number, Field[]>[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    const content = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 8)).toBe(slowMaskedCrc(file.subarray(at, at + 8)));
    expect(file.readUInt32LE(at + 12 + length)).toBe(slowMaskedCrc(content));
    events.push(fields(content));
    at += length + 16;
  }
  return events;
}

const inside = (event: Map<number, Field[]> | undefined, ...path: number[]): Field | undefined => {
  let current = event;
  for (const number of path.slice(0, -1)) current = fields(current?.get(number)?.[0] as Buffer);
  return current?.get(path.at(-1) as number)?.[0];
};

test('CRC-32C gives the vectors of RFC 3720', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(maskedCrc32c(new TextEncoder().encode('foo'))).toBe(slowMaskedCrc(Buffer.from('foo')));
});

test('scalars, images and texts are read back by an independent reader', async () => {
  const writer = await openEvents(folder, { now: () => 1_700_000_000.25 });
  writer.scalar('loss/critic', -1.5, 3);
  writer.scalar('loss/critic', NaN, 2 ** 40 + 300);
  writer.image('samples', Uint8Array.of(1, 2, 3), 300, 7, 5);
  writer.text('experiment', 'größe', 0);
  await writer.close();
  expect(basename(writer.path)).toMatch(/^events\.out\.tfevents\.1700000000\..+\.\d+$/);

  const [version, scalar, late, image, text] = await eventsOf(writer.path);
  expect(inside(version, 3)?.toString()).toBe('brain.Event:2');
  expect(inside(version, 1)).toBe(1_700_000_000.25);
  expect(inside(scalar, 2)).toBe(3n);
  expect(inside(scalar, 5, 1, 1)?.toString()).toBe('loss/critic');
  expect(inside(scalar, 5, 1, 2)).toBe(-1.5);
  expect(inside(late, 2)).toBe(2n ** 40n + 300n);
  expect(inside(late, 5, 1, 2)).toBeNaN();
  expect([1, 2, 3].map((field) => inside(image, 5, 1, 4, field))).toEqual([7n, 300n, 3n]);
  expect(inside(image, 5, 1, 4, 4)).toEqual(Buffer.of(1, 2, 3));
  expect(inside(text, 5, 1, 8, 8)?.toString()).toBe('größe');
  expect(inside(text, 5, 1, 9, 1, 1)?.toString()).toBe('text');
});

test('a resumed run says from which step the older files no longer hold, in a file that is read after them', async () => {
  const now = () => 1_700_000_000;
  const first = await openEvents(folder, { now });
  await first.close();
  const second = await openEvents(folder, { startStep: 10, now });
  await second.close();
  expect((await readdir(folder)).sort()).toEqual([first.path, second.path].map((path) => basename(path)));
  const [, start] = await eventsOf(second.path);
  expect(inside(start, 2)).toBe(10n);
  expect(inside(start, 7, 1)).toBe(1n);
});

test('what was flushed is in the file before it is closed, in the order it was added', async () => {
  const writer = await openEvents(folder);
  for (let step = 0; step < 20; step++) {
    writer.scalar('x', step, step);
    void writer.flush();
  }
  await writer.flush();
  const steps = (await eventsOf(writer.path)).slice(1).map((event) => Number(inside(event, 2)));
  expect(steps).toEqual(Array.from({ length: 20 }, (_, step) => step));
  await writer.close();
});

test('a file in place of the folder is named', async () => {
  await writeFile(folder, '');
  await expect(openEvents(folder)).rejects.toThrow(`Cannot make the folder ${folder}`);
});
