import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { compiler, PYTHON } from './tools.ts';

/** A part of CUDA that TensorFlow calls: its wheel, its libraries, and what newer versions of them may be called. */
interface Part {
  readonly wheel: string;
  /** By the name that TensorFlow opens; the first file that matches serves. */
  readonly libraries: Readonly<Record<string, RegExp>>;
  /** What these open themselves. */
  readonly companions?: RegExp;
}

/** TensorFlow asks for CUDA 12's names. CUDA 13's libraries serve as well, but for the runtime. */
const PARTS: readonly Part[] = [
  { wheel: 'nvidia-cuda-runtime-cu12', libraries: { 'libcudart.so.12': /^libcudart\.so\.12$/ } },
  {
    wheel: 'nvidia-cublas-cu12',
    libraries: {
      'libcublas.so.12': /^libcublas\.so\.1[23]$/,
      'libcublasLt.so.12': /^libcublasLt\.so\.1[23]$/,
    },
  },
  {
    wheel: 'nvidia-cudnn-cu12',
    libraries: { 'libcudnn.so.9': /^libcudnn\.so\.9$/ },
    companions: /^libcudnn_\w+\.so\.9$/,
  },
  {
    wheel: 'nvidia-cuda-nvrtc-cu12',
    libraries: { 'libnvrtc.so.12': /^libnvrtc\.so\.1[23]$/ },
    companions: /^libnvrtc-builtins\.so\.1[23]/,
  },
];

/** TensorFlow opens these at its start, and attgan's networks never call them: empty ones do. */
const UNUSED = ['libcufft.so.11', 'libcusolver.so.11', 'libcusparse.so.12'];

/** The folders of wheels in which TensorFlow looks. */
const FOLDERS = ['cuda_runtime', 'cublas', 'cudnn', 'cuda_nvrtc', 'cufft', 'cusolver', 'cusparse'];

/** Where CUDA's libraries are found, and what is missing. */
export interface CudaLibraries {
  /** Paths by the name that each is to have. */
  readonly links: Readonly<Record<string, string>>;
  /** Wheels of the parts of which some library was not found. */
  readonly wheels: readonly string[];
}

/** Looks in `folders`, in this order. Parts are taken whole. */
export async function findCuda(folders: readonly string[]): Promise<CudaLibraries> {
  const links: Record<string, string> = {};
  const wheels: string[] = [];
  const files = (await Promise.all(folders.map(listed))).flat();
  for (const { wheel, libraries, companions } of PARTS) {
    const found = Object.entries(libraries).map(([name, like]) => [name, find(files, like)] as const);
    if (found.some(([, path]) => path === undefined)) {
      wheels.push(wheel);
      continue;
    }
    for (const [name, path] of found) {
      if (path === undefined) continue;
      // A library of CUDA 13 is opened by others of its kind under its own name.
      for (const each of [name, basename(path)]) links[each] ??= path;
      if (companions !== undefined) Object.assign(links, await companionsOf(path, companions));
    }
  }
  return { links, wheels };
}

/** Folders that may hold CUDA: those of PyTorch's wheels, of CUDA's own installers, and of the dynamic linker. */
export async function cudaFolders(): Promise<readonly string[]> {
  const script = 'import site; print("\\n".join([*site.getsitepackages(), site.getusersitepackages()]))';
  const { stdout } = await runCommand(PYTHON, ['-c', script], 'Looking for CUDA').catch(() => ({ stdout: '' }));
  const wheels = stdout.split('\n').filter((line) => line !== '');
  const inWheels = await Promise.all(
    wheels.map(async (folder) =>
      (await names(join(folder, 'nvidia'))).map((part) => join(folder, 'nvidia', part, 'lib')),
    ),
  );
  const installed = (await names('/usr/local'))
    .filter((name) => name.startsWith('cuda'))
    .sort()
    .toReversed();
  const { CUDA_HOME, CUDA_PATH, LD_LIBRARY_PATH = '' } = process.env;
  return [
    ...LD_LIBRARY_PATH.split(delimiter),
    ...[CUDA_HOME, CUDA_PATH].flatMap((home) => (home ? [join(home, 'lib64'), join(home, 'lib')] : [])),
    ...inWheels.flat(),
    ...installed.map((name) => join('/usr/local', name, 'lib64')),
    `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
  ].filter((folder) => folder !== '');
}

/**
 * Completes `library`, in which CUDA's wheels were unpacked as `nvidia/PART/lib`: one folder with all that was unpacked, the links,
 * and empty libraries in place of those that are opened only; where wheels have their folders, that one is found.
 * @throws AttganError with what the compiler says
 */
export async function placeCuda(library: string, links: CudaLibraries['links']): Promise<void> {
  const nvidia = join(library, 'nvidia');
  const all = join(nvidia, 'lib');
  await mkdir(all, { recursive: true });
  for (const part of await names(nvidia)) {
    if (part === 'lib') continue;
    for (const name of await names(join(nvidia, part, 'lib'))) {
      if (/\.so(\.|$)/.test(name)) await rename(join(nvidia, part, 'lib', name), join(all, name));
    }
    await rm(join(nvidia, part), { recursive: true });
  }
  const there = new Set(await names(all));
  for (const [name, path] of Object.entries(links)) if (!there.has(name)) await symlink(path, join(all, name));
  for (const name of UNUSED) {
    const args = ['-shared', `-Wl,-soname,${name}`, '-o', join(all, name), '-x', 'c++', '/dev/null'];
    await runCommand(compiler(), args, `Compiling an empty ${name}`);
  }
  for (const part of FOLDERS) {
    await mkdir(join(nvidia, part));
    await symlink(join('..', 'lib'), join(nvidia, part, 'lib'));
  }
}

async function companionsOf(path: string, like: RegExp): Promise<Readonly<Record<string, string>>> {
  const folder = join(path, '..');
  const companions = (await names(folder)).filter((name) => like.test(name));
  return Object.fromEntries(companions.map((name) => [name, join(folder, name)]));
}

async function listed(folder: string): Promise<readonly string[]> {
  return (await names(folder)).map((name) => join(folder, name));
}

function find(files: readonly string[], like: RegExp): string | undefined {
  return files.find((file) => like.test(basename(file)));
}

/** Empty where there is no such folder. */
async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1));
}
