import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AttganError } from '@attgan/core';
import type { Variant } from '../folders.ts';
import { sha256Of } from '../manifest.ts';
import { runCommand } from '../run-command.ts';
import { TENSORFLOW_VERSION, WHEELS } from '../versions.ts';
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
 * Downloads TensorFlow's wheel, with CUDA's beside it where wanted, and unpacks their libraries and the C headers
 * into `folder`, laid out as the wheels are. pip compares what it fetched with the hashes that the index gives.
 * @throws AttganError with pip's reason
 */
export async function fetchLibrary(folder: string, variant: Variant, scratch: string): Promise<void> {
  const wheels = join(scratch, 'wheels');
  await mkdir(wheels, { recursive: true });
  await download(wheels, variant, scratch);
  for (const name of await readdir(wheels)) {
    if (/^tensorflow(_cpu)?-/.test(name)) {
      await requireExpected(join(wheels, name));
      await extract(join(wheels, name), folder, MEMBERS);
    }
    if (name.startsWith('nvidia_')) await extract(join(wheels, name), folder, ['nvidia/']);
  }
  await rm(wheels, { recursive: true });
}

/** @throws AttganError when the wheel is not, to the bit, the one that this version of attgan was made with */
async function requireExpected(wheel: string): Promise<void> {
  const sha256 = await sha256Of(wheel);
  if (WHEELS[basename(wheel)] === sha256) return;
  throw new AttganError(`${basename(wheel)} is not the expected version of TensorFlow: its SHA-256 is ${sha256}.`);
}

async function download(wheels: string, variant: Variant, scratch: string): Promise<void> {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = ['_2_28', '_2_27', '_2_17', '2014'].flatMap((libc) => [
    '--platform',
    `manylinux${libc}_${machine}`,
  ]);
  const slim = variant === 'cpu' && process.arch === 'x64';
  const wanted = {
    cpu: ['--no-deps', `${slim ? 'tensorflow-cpu' : 'tensorflow'}==${TENSORFLOW_VERSION}`],
    cuda: [`tensorflow[and-cuda]==${TENSORFLOW_VERSION}`],
  }[variant];
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-cache-dir', '--dest', wheels];
  // pip unpacks while it downloads, and /tmp may be small.
  const environment = { ...process.env, TMPDIR: scratch };
  await runCommand(
    PYTHON,
    [...pip, ...ANY_PYTHON, ...platforms, ...wanted],
    'Downloading TensorFlow with pip',
    environment,
  );
}
