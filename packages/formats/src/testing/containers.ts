import { pickle } from './pickles.ts';

/** A zip archive of entries as they are. */
export function zipped(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const header = (
    length: number,
    fields: readonly (readonly [at: number, value: number, bytes: 2 | 4])[],
  ): Uint8Array => {
    const view = new DataView(new ArrayBuffer(length));
    for (const [place, value, bytes] of fields) {
      if (bytes === 2) view.setUint16(place, value, true);
      else view.setUint32(place, value, true);
    }
    return new Uint8Array(view.buffer);
  };
  for (const [name, bytes] of Object.entries(entries)) {
    const text = new TextEncoder().encode(name);
    const sizes = (first: number) =>
      [
        [first, bytes.length, 4],
        [first + 4, bytes.length, 4],
        [first + 8, text.length, 2],
      ] as const;
    const local = [header(30, [[0, 0x04034b50, 4], ...sizes(18)]), text, bytes];
    directory.push(header(46, [[0, 0x02014b50, 4], ...sizes(20), [42, at, 4]]), text);
    parts.push(...local);
    at += local.reduce((length, part) => length + part.length, 0);
  }
  const count = Object.keys(entries).length;
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  return joined([
    ...parts,
    ...directory,
    header(22, [
      [0, 0x06054b50, 4],
      [8, count, 2],
      [10, count, 2],
      [12, length, 4],
      [16, at, 4],
    ]),
  ]);
}

/** The zip format of `torch.save`. */
export function zippedPth(value: readonly number[], storages: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const data = Object.fromEntries(Object.entries(storages).map(([key, bytes]) => [`weights/data/${key}`, bytes]));
  return zipped({ 'weights/data.pkl': pickle.of(value), ...data });
}

/** The format of `torch.save` before. */
export function legacyPth(
  value: readonly number[],
  storages: readonly (readonly [key: string, count: number, bytes: Uint8Array])[],
): Uint8Array {
  const magic = Uint8Array.from([0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
  return joined([
    pickle.of([...magic]),
    pickle.of(pickle.integer(1001)),
    pickle.of(pickle.dictionary([pickle.text('little_endian'), [0x88]])),
    pickle.of(value),
    pickle.of(pickle.list(...storages.map(([key]) => pickle.text(key)))),
    ...storages.flatMap(([, count, bytes]) => [new Uint8Array(BigInt64Array.of(BigInt(count)).buffer), bytes]),
  ]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}
