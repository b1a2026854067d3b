import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

const manifestSchema = z.strictObject({
  files: z.record(z.string(), z.strictObject({ size: z.int(), sha256: z.string() })),
});

export const MANIFEST = 'manifest.json';
/** Says which release found the files to be those of which manifest. */
export const VERIFIED = 'verified.json';

/** Records every file under `folder`, with its size and SHA-256, in the folder's `manifest.json`. Returns the bytes. */
export async function writeManifest(folder: string): Promise<number> {
  const files: Files = {};
  let total = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    // Links to files count as what they lead to: installed elsewhere, it may change or go.
    const found = statSync(path);
    if (!found.isFile() || name === MANIFEST || name === VERIFIED) continue;
    const { size } = found;
    files[name] = { size, sha256: await sha256Of(path) };
    total += size;
  }
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ files }, null, 1)}\n`);
  return total;
}

/** What is wrong with an installed folder, by its manifest and the sizes of its files; undefined when nothing is. */
export function manifestProblem(folder: string): string | undefined {
  const files = manifestOf(folder);
  if (typeof files === 'string') return files;
  for (const [name, { size }] of Object.entries(files)) {
    const actual = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (actual !== size) {
      return `damaged: ${join(folder, name)} ${actual === undefined ? 'is missing' : `has ${actual} bytes instead of ${size}`}`;
    }
  }
  return undefined;
}

/** What is wrong with its files byte by byte, by their SHA-256; undefined when nothing is. Reads all of them. */
export async function contentProblem(folder: string): Promise<string | undefined> {
  const files = manifestOf(folder);
  if (typeof files === 'string') return files;
  for (const [name, { sha256 }] of Object.entries(files)) {
    const path = join(folder, name);
    if ((await sha256Of(path)) !== sha256) return `damaged: ${path} is not what was installed`;
  }
  return undefined;
}

type Files = z.output<typeof manifestSchema>['files'];

/** The files of the manifest, or what is wrong with it. */
function manifestOf(folder: string): Files | string {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8');
  } catch {
    return 'not installed';
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.files : `damaged: ${join(folder, MANIFEST)} is unreadable`;
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
