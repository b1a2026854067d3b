import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import type { Variant } from '../folders.ts';
import { runCommand } from '../run-command.ts';
import { TENSORFLOW_VERSION } from '../versions.ts';
import { PYTHON, PYTHON_MISSING, extract } from './extract.ts';

/** What a wheel holds that compiling and running need. */
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

/** The wheel is read, not run by Python, so one built for any Python serves: the user's own need not be supported. */
const WHEEL = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--only-binary=:all:'];

/**
 * Downloads TensorFlow's wheel and puts its C library and headers into `folder`.
 * pip compares what it fetched with the hash that the index gives.
 */
export async function fetchLibrary(folder: string, variant: Variant, scratch: string): Promise<void> {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = ['2_28', '2_27', '2_17', '2014'].flatMap((libc) => {
    return ['--platform', `manylinux${libc === '2014' ? '' : '_'}${libc}_${machine}`];
  });
  const wheels = join(scratch, 'wheels');
  await mkdir(wheels, { recursive: true });
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-cache-dir', '--dest', wheels];
  const wanted =
    variant === 'cuda'
      ? [`tensorflow[and-cuda]==${TENSORFLOW_VERSION}`]
      : ['--no-deps', `${process.arch === 'arm64' ? 'tensorflow' : 'tensorflow-cpu'}==${TENSORFLOW_VERSION}`];
  await runCommand(PYTHON, [...pip, ...WHEEL, ...platforms, ...wanted], {
    missing: PYTHON_MISSING,
    purpose: 'Downloading TensorFlow with pip',
    env: { ...process.env, TMPDIR: scratch },
  });
  const names = await readdir(wheels);
  const wheel = names.find((name) => /^tensorflow(_cpu)?-/.test(name));
  if (wheel === undefined) throw new AttganError(`pip downloaded no TensorFlow wheel, only: ${names.join(', ')}.`);
  await extract(join(wheels, wheel), scratch, MEMBERS);
  await rename(join(scratch, 'tensorflow'), folder);
  for (const name of names.filter((each) => each.startsWith('nvidia_'))) {
    await extract(join(wheels, name), folder, ['nvidia/']);
  }
  await rm(wheels, { recursive: true });
}
