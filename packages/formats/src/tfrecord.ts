import { maskedCrc32c } from './crc32c.ts';

/** One record of a TFRecord file: length, its checksum, the bytes, their checksum; all little-endian. */
export function tfrecord(content: Uint8Array): Uint8Array {
  const record = new Uint8Array(content.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(content.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(content, 12);
  view.setUint32(12 + content.length, maskedCrc32c(content), true);
  return record;
}
