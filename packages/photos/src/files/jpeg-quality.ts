/** The luminance table of the JPEG standard (annex K), which the usual encoders scale by their quality; sum of its entries. */
const STANDARD_SUM = 3688;

/**
 * The quality, 1 to 100, that a usual encoder would have been given for the quantisation of this file, by the sum of its first table.
 * @returns undefined where no table is found
 */
export function jpegQuality(bytes: Uint8Array): number | undefined {
  const sum = firstTableSum(bytes);
  if (sum === undefined) return undefined;
  const scale = (100 * sum) / STANDARD_SUM;
  const quality = scale <= 100 ? (200 - scale) / 2 : 5000 / scale;
  return Math.min(100, Math.max(1, Math.round(quality)));
}

function firstTableSum(bytes: Uint8Array): number | undefined {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number;
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    if (marker === 0xda || length < 2) return undefined;
    if (marker === 0xdb) {
      const wide = (bytes[at + 4] as number) >> 4 === 1;
      const table = bytes.subarray(at + 5, at + 5 + (wide ? 128 : 64));
      return wide
        ? Array.from({ length: 64 }, (_, index) => ((table[index * 2] ?? 0) << 8) | (table[index * 2 + 1] ?? 0)).reduce(
            plus,
            0,
          )
        : table.reduce(plus, 0);
    }
    at += 2 + length;
  }
  return undefined;
}

const plus = (sum: number, value: number): number => sum + value;
