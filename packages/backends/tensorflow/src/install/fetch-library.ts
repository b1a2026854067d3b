import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AttganError } from '@attgan/core';
import { sha256Of } from '../manifest.ts';
import { runCommand } from '../run-command.ts';
import { TENSORFLOW_VERSION, WHEELS } from '../versions.ts';
import { type CudaLibraries, placeCuda } from './cuda-libraries.ts';
import { extract } from './extract.ts';
import { PYTHON } from './tools.ts';

/** What TensorFlow's wheel holds that compiling and running need. */
const MEMBERS = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tensorflow/core/common_runtime/next_pluggable_device/c/',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/tsl/platform/platform.h',
  'tensorflow/include/xla/tsl/c/',
];

/** Python never runs the wheel, so one built for any Python serves: the user's own need not be a supported one. */
const ANY_PYTHON = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--only-binary=:all:'];

/**
 * Downloads TensorFlow's wheel and unpacks its libraries and the C headers into `folder`, laid out as in the wheel. For CUDA also
 * those of its wheels that `cuda` lacks; what is on the machine is linked. pip compares what it fetched with the hashes that the
 * index gives.
 * @param cuda CUDA's libraries on this machine, for the variant with CUDA
 * @throws AttganError with pip's reason
 */
export async function fetchLibrary(folder: string, cuda: CudaLibraries | undefined, scratch: string): Promise<void> {
  const wheels = join(scratch, 'wheels');
  await mkdir(wheels, { recursive: true });
  const slim = cuda === undefined && process.arch === 'x64';
  await download(wheels, [`${slim ? 'tensorflow-cpu' : 'tensorflow'}==${TENSORFLOW_VERSION}`], scratch);
  if (cuda !== undefined && cuda.wheels.length > 0) {
    const [tensorflow] = await readdir(wheels);
    await download(wheels, await versionsFor(join(wheels, tensorflow as string), cuda.wheels, scratch), scratch);
  }
  for (const name of await readdir(wheels)) {
    if (/^tensorflow(_cpu)?-/.test(name)) {
      await requireExpected(join(wheels, name));
      await extract(join(wheels, name), folder, MEMBERS);
    }
    if (name.startsWith('nvidia_')) await extract(join(wheels, name), folder, ['nvidia/']);
  }
  await rm(wheels, { recursive: true });
  if (cuda !== undefined) await placeCuda(folder, cuda.links);
}

/** What TensorFlow's wheel requires of each of these packages, as pip takes it. */
async function versionsFor(wheel: string, packages: readonly string[], scratch: string): Promise<readonly string[]> {
  const info = `tensorflow-${TENSORFLOW_VERSION}.dist-info`;
  await extract(wheel, scratch, [`${info}/METADATA`]);
  const metadata = await readFile(join(scratch, info, 'METADATA'), 'utf8');
  return packages.map((name) => {
    const range = new RegExp(`^Requires-Dist: ${name}([^;\\s]*)`, 'm').exec(metadata)?.[1] ?? '';
    return `${name}${range}`;
  });
}

/** @throws AttganError when the wheel is not, to the bit, the one that this version of attgan was made with */
async function requireExpected(wheel: string): Promise<void> {
  const sha256 = await sha256Of(wheel);
  if (WHEELS[basename(wheel)] === sha256) return;
  throw new AttganError(`${basename(wheel)} is not the expected version of TensorFlow: its SHA-256 is ${sha256}.`);
}

async function download(wheels: string, wanted: readonly string[], scratch: string): Promise<void> {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = ['_2_28', '_2_27', '_2_17', '2014'].flatMap((libc) => [
    '--platform',
    `manylinux${libc}_${machine}`,
  ]);
  const pip = [
    '-m',
    'pip',
    '--disable-pip-version-check',
    'download',
    '--quiet',
    '--no-deps',
    '--no-cache-dir',
    '--dest',
    wheels,
  ];
  // pip unpacks while it downloads, and /tmp may be small.
  const environment = { ...process.env, TMPDIR: scratch };
  await runCommand(
    PYTHON,
    [...pip, ...ANY_PYTHON, ...platforms, ...wanted],
    'Downloading TensorFlow with pip',
    environment,
  );
}
