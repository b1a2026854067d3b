import { blankPicture, type Picture } from '@attgan/pictures';
import { scaleOf, type Similarity } from './similarity.ts';

/**
 * A turned and scaled piece of a picture. Where it shrinks, each of its pixels is the mean over the area that it covers, so that nothing
 * aliases; where it enlarges it is bilinear. Beyond the border the picture's edge pixels go on.
 * @param toSource from pixels of the piece to pixels of `source`
 */
export function sampleArea(source: Picture, toSource: Similarity, width: number, height: number): Picture {
  const piece = blankPicture(width, height);
  // Bilinear samples on a grid of about one pixel of the source make the mean.
  const grid = Math.max(1, Math.ceil(scaleOf(toSource)));
  const { a, b } = toSource;
  const at = (place: number): number => source.pixels[place] as number;
  const share = 1 / (grid * grid);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let [red, green, blue] = [0, 0, 0];
      for (let v = 0; v < grid; v++) {
        const y = row - 0.5 + (v + 0.5) / grid;
        for (let u = 0; u < grid; u++) {
          const x = column - 0.5 + (u + 0.5) / grid;
          const fromX = within(a * x - b * y + toSource.x, source.width);
          const fromY = within(b * x + a * y + toSource.y, source.height);
          const left = Math.floor(fromX);
          const top = Math.floor(fromY);
          const right = Math.min(left + 1, source.width - 1);
          const bottom = Math.min(top + 1, source.height - 1);
          const [ofRight, ofBottom] = [fromX - left, fromY - top];
          const one = (1 - ofRight) * (1 - ofBottom);
          const two = ofRight * (1 - ofBottom);
          const three = (1 - ofRight) * ofBottom;
          const four = ofRight * ofBottom;
          const [p, q] = [(top * source.width + left) * 3, (top * source.width + right) * 3];
          const [r, s] = [(bottom * source.width + left) * 3, (bottom * source.width + right) * 3];
          red += one * at(p) + two * at(q) + three * at(r) + four * at(s);
          green += one * at(p + 1) + two * at(q + 1) + three * at(r + 1) + four * at(s + 1);
          blue += one * at(p + 2) + two * at(q + 2) + three * at(r + 2) + four * at(s + 2);
        }
      }
      const place = (row * width + column) * 3;
      piece.pixels[place] = Math.round(red * share);
      piece.pixels[place + 1] = Math.round(green * share);
      piece.pixels[place + 2] = Math.round(blue * share);
    }
  }
  return piece;
}

function within(place: number, size: number): number {
  return Math.min(Math.max(place, 0), size - 1);
}
