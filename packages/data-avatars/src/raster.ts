import { AttganError } from '@attgan/core';
import { renderAsync } from '@resvg/resvg-js';

/** Rasterises a square SVG off the main thread: [size, size, 3], RGB. */
export async function rasterise(svg: string, size: number): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: 'width', value: size },
    font: { loadSystemFonts: false },
    logLevel: 'off',
  });
  const { width, height, pixels } = image;
  if (width !== size || height !== size) {
    throw new AttganError(`The SVG renderer returned ${width}×${height} pixels where ${size}×${size} were asked for.`);
  }
  const rgb = new Uint8Array(size * size * 3);
  for (let pixel = 0; pixel < size * size; pixel++) {
    rgb[pixel * 3] = pixels[pixel * 4] ?? 0;
    rgb[pixel * 3 + 1] = pixels[pixel * 4 + 1] ?? 0;
    rgb[pixel * 3 + 2] = pixels[pixel * 4 + 2] ?? 0;
  }
  return rgb;
}
