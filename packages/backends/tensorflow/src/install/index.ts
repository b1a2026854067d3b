import { mkdir, mkdtemp, rename, rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AttganError, type InstallRequest } from '@attgan/core';
import { type Folders, foldersOf } from '../folders.ts';
import { manifestProblem, writeManifest } from '../manifest.ts';
import { NPM_ARCHIVES, TENSORFLOW_VERSION } from '../versions.ts';
import { unsupported } from '../unsupported.ts';
import { compile } from './compile.ts';
import { fetchLibrary } from './fetch-library.ts';
import { fetchNpm } from './fetch-npm.ts';
import { verify } from './verify.ts';
import { writeLayer } from './write-layer.ts';

/** Bytes on disk while installing: the wheel and what is unpacked from it. */
const NEEDED = { cpu: 1.3e9, cuda: 9e9 };

/**
 * Downloads TensorFlow, compiles the binding, tries it, and only then puts it in place: what is in place is whole.
 * @throws AttganError without python3, pip, npm, a C++ compiler or room on the disk
 */
export async function install({ cuda, force, report }: InstallRequest): Promise<void> {
  const problem = unsupported();
  if (problem !== undefined) throw new AttganError(`TensorFlow cannot be installed here: ${problem}.`);
  const variant = cuda ? 'cuda' : 'cpu';
  const folders = foldersOf(variant);
  const started = Date.now();
  await mkdir(folders.root, { recursive: true });
  const scratch = await mkdtemp(join(folders.root, 'installing-'));
  try {
    if (force || manifestProblem(folders.library) !== undefined) {
      await requireRoom(folders.root, NEEDED[variant]);
      report(`Downloading TensorFlow ${TENSORFLOW_VERSION} (${cuda ? 'about 4 GB' : 'about 270 MB'}) with pip.`);
      const library = join(scratch, 'library');
      await fetchLibrary(library, variant, scratch);
      const bytes = await writeManifest(library);
      await replace(library, folders.library);
      report(`Unpacked ${Math.round(bytes / 1e6)} MB into ${folders.library}.`);
    }
    if (force || manifestProblem(folders.binding) !== undefined) {
      report('Compiling the binding.');
      await buildBinding(folders, scratch);
    }
    report(`TensorFlow is ready (${Math.round((Date.now() - started) / 1000)} s).`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function buildBinding(folders: Folders, scratch: string): Promise<void> {
  const kernels = await fetchNpm(NPM_ARCHIVES.kernels, ['dist/', 'binding/', 'package.json'], scratch);
  const headers = await fetchNpm(NPM_ARCHIVES.headers, ['include/'], scratch);
  // Beside the final folder, so that the path from the add-on to the library is the final one already.
  const binding = await mkdtemp(join(folders.root, 'installing-'));
  try {
    await compile({
      headers: join(headers, 'include'),
      sources: join(kernels, 'binding'),
      library: folders.library,
      libraryFromOutput: `../${basename(folders.library)}`,
      scratch,
      output: binding,
    });
    await writeLayer(kernels, binding);
    await verify(binding);
    await writeManifest(binding);
    await replace(binding, folders.binding);
  } finally {
    await rm(binding, { recursive: true, force: true });
  }
}

/** Moves a finished folder into place. Another process may have done the same meanwhile: either result is whole. */
async function replace(finished: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await rename(finished, target);
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < bytes) {
    throw new AttganError(
      `Installing TensorFlow needs ${(bytes / 1e9).toFixed(1)} GB in ${folder}, which has ${(free / 1e9).toFixed(1)} GB free. Make room, or set ATTGAN_CACHE to another folder.`,
    );
  }
}
