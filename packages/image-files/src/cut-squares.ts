import type sharp from 'sharp';
import type { Square } from './crops.ts';
import { jpegHeader } from './jpeg-header.ts';
import { bindStrips } from './jpeg-strips.ts';

/** The square of an image: [edge, edge, 3] uint8 in sRGB. */
export interface Cut {
  readonly edge: number;
  readonly pixels: Uint8Array;
}

/** The square of each file, or what is wrong with it; a text instead of a file is passed on. */
export type CutSquares = (files: readonly (Uint8Array | string)[]) => Promise<(Cut | string)[]>;

/** From this many pixels on, decoding costs so much that setting up a decoder for each does not matter. */
const LARGE = 512 * 512;

/**
 * @param squareIn the square of an image of a shape, or why it has none
 */
export function createCut(
  decoder: typeof sharp,
  squareIn: (width: number, height: number) => Square | string,
): CutSquares {
  /** Squares of plain JPEG files of one shape, decoded at once; throws if any of them is damaged. */
  async function cutPlain(files: readonly Uint8Array[], { width, height, square }: Plain): Promise<Cut[]> {
    const { x, y, edge } = square;
    const columns = await decoder(bindStrips(files, width, height))
      .extract({ left: x, top: 0, width: edge, height: height * files.length })
      .raw()
      .toBuffer();
    return files.map((_, index) => {
      const start = (index * height + y) * edge * 3;
      return { edge, pixels: columns.subarray(start, start + edge * edge * 3) };
    });
  }

  /** The square of any image file that sharp reads, turned as its EXIF orientation says. */
  async function cutOther(file: Uint8Array): Promise<Cut | string> {
    const { width, height, autoOrient } = await decoder(file).metadata();
    const square = squareIn(autoOrient.width ?? width, autoOrient.height ?? height);
    if (typeof square === 'string') return square;
    const { x, y, edge } = square;
    const pixels = await decoder(file)
      .autoOrient()
      .extract({ left: x, top: y, width: edge, height: edge })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer();
    return { edge, pixels };
  }

  async function cutAlone(file: Uint8Array): Promise<Cut | string> {
    try {
      const plain = plainShape(file, squareIn);
      return plain === undefined ? await cutOther(file) : ((await cutPlain([file], plain))[0] ?? 'it holds no picture');
    } catch (error) {
      return decoderMessage(error);
    }
  }

  return async (files) => {
    const cuts: (Cut | string | undefined)[] = files.map((file) => (typeof file === 'string' ? file : undefined));
    const groups = new Map<string, { plain: Plain; members: { file: Uint8Array; index: number }[] }>();
    for (const [index, file] of files.entries()) {
      const plain = typeof file === 'string' ? undefined : plainShape(file, squareIn);
      if (typeof file === 'string' || plain === undefined) continue;
      const key = `${plain.width}x${plain.height}`;
      const group = groups.get(key) ?? { plain, members: [] };
      group.members.push({ file, index });
      groups.set(key, group);
    }
    for (const { plain, members } of groups.values()) {
      if (members.length < 2) continue;
      const files = members.map(({ file }) => file);
      // Where one of them is damaged, each is decoded alone to find which.
      const squares = await cutPlain(files, plain).catch(() => []);
      for (const [position, cut] of squares.entries()) cuts[members[position]?.index ?? 0] = cut;
    }
    const settled: (Cut | string)[] = [];
    for (const [index, file] of files.entries()) {
      settled.push(cuts[index] ?? (typeof file === 'string' ? file : await cutAlone(file)));
    }
    return settled;
  };
}

/** The shape of a file that may be decoded with others, and its square. */
interface Plain {
  readonly width: number;
  readonly height: number;
  readonly square: Square;
}

function plainShape(file: Uint8Array, squareIn: (width: number, height: number) => Square | string): Plain | undefined {
  const header = jpegHeader(file);
  if (header === undefined || !header.isPlain) return undefined;
  const { width, height } = header;
  if (width * height >= LARGE) return undefined;
  const square = squareIn(width, height);
  return typeof square === 'string' ? undefined : { width, height, square };
}

/** The line of a decoder's report that says what is wrong with the file. */
function decoderMessage(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/treated as error|error in tile/i.test(line));
  return lines[0] ?? 'it is damaged';
}
