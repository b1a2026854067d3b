import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

const manifestSchema = z.strictObject({
  files: z.record(z.string(), z.strictObject({ size: z.int(), sha256: z.string() })),
});

const MANIFEST = 'manifest.json';

/** Records every file under `folder`, with its size and SHA-256, in the folder's `manifest.json`. Returns the bytes. */
export async function writeManifest(folder: string): Promise<number> {
  const files: z.output<typeof manifestSchema>['files'] = {};
  let total = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    // Links to files count as what they lead to: installed elsewhere, it may change or go.
    const found = statSync(path);
    if (!found.isFile() || name === MANIFEST) continue;
    const { size } = found;
    files[name] = { size, sha256: await sha256Of(path) };
    total += size;
  }
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ files }, null, 1)}\n`);
  return total;
}

/** What is wrong with an installed folder, by its manifest and the sizes of its files; undefined when nothing is. */
export function manifestProblem(folder: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch {
    return 'not installed';
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) return `damaged: ${join(folder, MANIFEST)} is unreadable`;
  for (const [name, { size }] of Object.entries(parsed.data.files)) {
    const actual = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (actual !== size) {
      return `damaged: ${join(folder, name)} ${actual === undefined ? 'is missing' : `has ${actual} bytes instead of ${size}`}`;
    }
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
