/** Pixels, 16383 × 16383 as in sharp, which would not write more: 800 MB of RGB. */
const LARGEST_PICTURE = 16_383 ** 2;
/** 16 million pixels, whatever the file: 50 MB of RGB. */
const ALWAYS = 2 ** 24;
/** Of a blank picture, as formats compress it; photographs have less than a hundred. */
const PIXELS_PER_BYTE = 1000;

/** Pixels that a file of so many bytes may hold. A few dozen bytes may claim hundreds of millions, and decoders believe them. */
export function pixelLimit(bytes: number): number {
  return Math.min(LARGEST_PICTURE, Math.max(ALWAYS, bytes * PIXELS_PER_BYTE));
}

/** What is wrong with a picture of more, for messages. */
export function overPixelLimit(bytes: number): string {
  return `the image is too large, over ${Math.floor(pixelLimit(bytes) / 1e6)} million pixels`;
}
