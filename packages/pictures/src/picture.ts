/** An image in memory: 8-bit RGB, row by row from the top left. */
export interface Picture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** [height, width, 3], 0..255. */
  readonly pixels: Uint8Array;
}

/** A picture of one colour, white by default. */
export function blankPicture(width: number, height: number, colour = 0xff_ff_ff): Picture {
  const pixels = new Uint8Array(width * height * 3);
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red, green, blue], at);
  return { width, height, pixels };
}

/** Copies `source` onto `target` with its top left corner at (x, y). It must lie inside. */
export function paste(target: Picture, source: Picture, x: number, y: number): void {
  if (x < 0 || y < 0 || x + source.width > target.width || y + source.height > target.height) {
    throw new RangeError(
      `${source.width}x${source.height} at (${x}, ${y}) does not fit into ${target.width}x${target.height}`,
    );
  }
  const bytes = source.width * 3;
  for (let row = 0; row < source.height; row++) {
    target.pixels.set(source.pixels.subarray(row * bytes, (row + 1) * bytes), ((y + row) * target.width + x) * 3);
  }
}

/** Every pixel as a square of `factor` by `factor` pixels: larger, and still exact. */
export function enlarge(picture: Picture, factor: number): Picture {
  if (factor === 1) return picture;
  const width = picture.width * factor;
  const height = picture.height * factor;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / factor) * picture.width + Math.floor(x / factor)) * 3;
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) pixels[to + channel] = picture.pixels[from + channel] as number;
    }
  }
  return { width, height, pixels };
}
