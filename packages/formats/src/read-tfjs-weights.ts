import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseTfjsManifest, parseTfjsWeights, type TfjsWeight } from './parse-tfjs-weights.ts';

/**
 * Reads weights in TensorFlow.js's own format, a manifest beside one file; see `parseTfjsWeights`.
 * @param manifest path of the file `…-weights_manifest.json`
 * @throws Error when a file is missing or is none of this format
 */
export async function readTfjsWeights(manifest: string): Promise<ReadonlyMap<string, TfjsWeight>> {
  const parsed = parseTfjsManifest(await readFile(manifest, 'utf8'));
  return parseTfjsWeights(parsed, await readFile(join(dirname(manifest), parsed.paths[0])));
}
