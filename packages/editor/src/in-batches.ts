import type { Picture } from '@attgan/pictures';
import type { Editor, Faces } from './editor.ts';

/** `work` done on some pictures at a time, each uploaded once, so that any number fits the device. */
export async function inBatches<T>(
  editor: Pick<Editor, 'open' | 'atOnce'>,
  pictures: readonly Picture[],
  work: (faces: Faces, start: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (let start = 0; start < pictures.length; start += editor.atOnce) {
    const faces = await editor.open(pictures.slice(start, start + editor.atOnce));
    try {
      results.push(await work(faces, start));
    } finally {
      faces.dispose();
    }
  }
  return results;
}
