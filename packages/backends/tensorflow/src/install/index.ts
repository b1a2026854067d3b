import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AttganError, type InstallRequest } from '@attgan/core';
import { release, removeLeftovers, temporaryBeside } from '@attgan/formats';
import { type Folders, foldersOf } from '../folders.ts';
import { manifestProblem, writeManifest } from '../manifest.ts';
import { unsupported } from '../unsupported.ts';
import { NPM_ARCHIVES, TENSORFLOW_VERSION } from '../versions.ts';
import { compile } from './compile.ts';
import { type CudaLibraries, cudaFolders, findCuda } from './cuda-libraries.ts';
import { requireRoom, whileReportingSize } from './disk.ts';
import { fetchLibrary } from './fetch-library.ts';
import { fetchNpm } from './fetch-npm.ts';
import { requireTools } from './tools.ts';
import { verify } from './verify.ts';
import { writeLayer } from './write-layer.ts';

/** What is downloaded, and the bytes on disk while it is unpacked. */
const SIZES = {
  cpu: { download: '270 MB', room: 1.3e9 },
  /** Where CUDA's libraries are on the machine already, but perhaps for its runtime. */
  tensorflow: { download: '600 MB', room: 2.5e9 },
  cuda: { download: '2 GB', room: 6e9 },
};
/** The wheel of CUDA's runtime is small. */
const FEW = 1;

/**
 * Downloads TensorFlow, compiles the binding, tries it, and only then puts it in place: what is in place is whole.
 * Parts that are in place already stay, unless `force`.
 * @throws AttganError without python3, pip, npm, a C++ compiler, or room on the disk
 */
export async function install({ cuda, force, report }: InstallRequest): Promise<void> {
  const problem = unsupported();
  if (problem !== undefined) throw new AttganError(`TensorFlow cannot be installed here: ${problem}.`);
  const folders = foldersOf(cuda ? 'cuda' : 'cpu');
  const wanted = {
    library: force || manifestProblem(folders.library) !== undefined,
    binding: force || manifestProblem(folders.binding) !== undefined,
  };
  // What installations left behind that were killed, some of it gigabytes.
  await removeLeftovers(folders.root);
  if (!wanted.library && !wanted.binding) return report(`TensorFlow is in place already: ${folders.library}.`);
  const started = Date.now();
  await requireTools();
  const scratch = temporaryBeside(folders.library);
  await mkdir(scratch, { recursive: true });
  try {
    if (wanted.library) {
      const libraries = cuda ? await findCuda(await cudaFolders()) : undefined;
      const { download, room } = SIZES[sizeOf(libraries)];
      await requireRoom(folders.root, room);
      if (libraries !== undefined) report(describeCuda(libraries));
      report(`Downloading TensorFlow ${TENSORFLOW_VERSION}, about ${download}, with pip.`);
      const library = join(scratch, 'library');
      await whileReportingSize(scratch, report, () => fetchLibrary(library, libraries, scratch));
      const bytes = await writeManifest(library);
      await replace(library, folders.library, force);
      report(`Unpacked ${Math.round(bytes / 1e6)} MB into ${folders.library}.`);
    }
    if (wanted.binding) {
      report('Compiling the binding for this processor.');
      await buildBinding(folders, scratch, force);
    }
    report(`TensorFlow is ready after ${Math.round((Date.now() - started) / 1000)} s.`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    release(scratch);
  }
}

function sizeOf(cuda: CudaLibraries | undefined): keyof typeof SIZES {
  if (cuda === undefined) return 'cpu';
  return cuda.wheels.length > FEW ? 'cuda' : 'tensorflow';
}

function describeCuda({ links, wheels }: CudaLibraries): string {
  const folders = [...new Set(Object.values(links).map((path) => dirname(path)))];
  const found =
    folders.length === 0
      ? 'No CUDA libraries are on this machine'
      : `CUDA's libraries in ${folders.join(', ')} are used`;
  return wheels.length === 0 ? `${found}.` : `${found}; downloading ${wheels.join(', ')}.`;
}

async function buildBinding(folders: Folders, scratch: string, force: boolean): Promise<void> {
  const kernels = await fetchNpm(NPM_ARCHIVES.kernels, ['dist/', 'binding/', 'package.json'], scratch);
  const headers = await fetchNpm(NPM_ARCHIVES.headers, ['include/'], scratch);
  // Beside the final folder, so that the path from the add-on to the library is the final one already.
  const binding = temporaryBeside(folders.binding);
  await mkdir(binding);
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
    await replace(binding, folders.binding, force);
  } finally {
    await rm(binding, { recursive: true, force: true });
    release(binding);
  }
}

/** Moves a finished folder into place. If another process has done the same meanwhile, its result is as good. */
async function replace(finished: string, target: string, force: boolean): Promise<void> {
  if (!force && manifestProblem(target) === undefined) return;
  await rm(target, { recursive: true, force: true });
  await rename(finished, target).catch((error: unknown) => {
    if (manifestProblem(target) !== undefined) throw error;
  });
}
