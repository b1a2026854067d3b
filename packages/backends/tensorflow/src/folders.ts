import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '@attgan/formats';
import { NPM_ARCHIVES, TENSORFLOW_VERSION } from './versions.ts';

/** C++ that is compiled into the binding: everything in this folder. */
export const NATIVE_FOLDER = fileURLToPath(new URL('../native/', import.meta.url));

/** Sums of floats keep their order; only what no result depends on is given up for vector instructions. */
export const COMPILER_FLAGS = [
  '-std=c++17',
  '-O3',
  '-march=native',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-fPIC',
  '-pthread',
  '-w',
];

export type Variant = 'cpu' | 'cuda';

/** Where an installation lies: the library is large and shared, the binding is small and made for one machine. */
export interface Folders {
  readonly root: string;
  /** TensorFlow's libraries and headers in `tensorflow/`, CUDA's libraries in `nvidia/`: as in its wheels. */
  readonly library: string;
  /** The compiled binding and the JavaScript that drives it. */
  readonly binding: string;
}

export function foldersOf(variant: Variant): Folders {
  const root = cacheFolder();
  const stem = `${TENSORFLOW_VERSION}-${process.arch}-${variant}`;
  return {
    root,
    library: join(root, `tensorflow-${stem}`),
    binding: join(root, `tensorflow-binding-${stem}-${bindingKey()}`),
  };
}

/** Names what a binding was made from and for: our sources, the archives, the flags, and this processor's instruction set. */
function bindingKey(): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([NPM_ARCHIVES, COMPILER_FLAGS]))
    .update(processorFeatures());
  for (const name of nativeSources()) hash.update(name).update(readFileSync(join(NATIVE_FOLDER, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Files under `native/`, sorted: sources and headers. */
function nativeSources(): readonly string[] {
  return readdirSync(NATIVE_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort();
}

/** A cache on a shared disk serves unlike machines, and the binding is compiled for the processor at hand. */
function processorFeatures(): string {
  try {
    return /^(flags|Features)\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? '';
  } catch {
    return '';
  }
}
