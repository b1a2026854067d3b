import { lstat, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { manifestProblem, writeManifest } from '../manifest.ts';
import { cudaFolders, findCuda, placeCuda } from './cuda-libraries.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'attgan-cuda-')));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function files(place: string, names: readonly string[]): Promise<string> {
  await mkdir(join(folder, place), { recursive: true });
  for (const name of names) await writeFile(join(folder, place, name), name);
  return join(folder, place);
}

/** As PyTorch's wheels for CUDA 13 lay them out. */
async function torch(): Promise<readonly string[]> {
  const cuda = ['libcublas.so.13', 'libcublasLt.so.13', 'libcudart.so.13', 'libcufft.so.12', 'libnvrtc.so.13'];
  return [
    await files('site/nvidia/cu13/lib', [...cuda, 'libnvrtc-builtins.so.13.2']),
    await files('site/nvidia/cudnn/lib', ['libcudnn.so.9', 'libcudnn_graph.so.9', 'libcudnn_ops.so.9']),
  ];
}

test('CUDA 13 of PyTorch serves under the names of CUDA 12, but for the runtime', async () => {
  const [cu13, cudnn] = (await torch()) as [string, string];
  const { links, wheels } = await findCuda([join(folder, 'none'), cu13, cudnn]);
  expect(wheels).toEqual(['nvidia-cuda-runtime-cu12']);
  expect(links).toEqual({
    'libcublas.so.12': join(cu13, 'libcublas.so.13'),
    'libcublas.so.13': join(cu13, 'libcublas.so.13'),
    'libcublasLt.so.12': join(cu13, 'libcublasLt.so.13'),
    'libcublasLt.so.13': join(cu13, 'libcublasLt.so.13'),
    'libcudnn.so.9': join(cudnn, 'libcudnn.so.9'),
    'libcudnn_graph.so.9': join(cudnn, 'libcudnn_graph.so.9'),
    'libcudnn_ops.so.9': join(cudnn, 'libcudnn_ops.so.9'),
    'libnvrtc.so.12': join(cu13, 'libnvrtc.so.13'),
    'libnvrtc.so.13': join(cu13, 'libnvrtc.so.13'),
    'libnvrtc-builtins.so.13.2': join(cu13, 'libnvrtc-builtins.so.13.2'),
  });
});

test('a part of which a library is missing is downloaded whole, and so is everything where there is nothing', async () => {
  const half = await files('lib64', ['libcudart.so.12', 'libcublas.so.12']);
  expect(await findCuda([half])).toEqual({
    links: { 'libcudart.so.12': join(half, 'libcudart.so.12') },
    wheels: ['nvidia-cublas-cu12', 'nvidia-cudnn-cu12', 'nvidia-cuda-nvrtc-cu12'],
  });
  expect((await findCuda([])).wheels).toHaveLength(4);
});

test('CUDA_HOME and LD_LIBRARY_PATH are looked at first', async () => {
  vi.stubEnv('CUDA_HOME', '/opt/cuda');
  vi.stubEnv('LD_LIBRARY_PATH', '/a:/b');
  expect((await cudaFolders()).slice(0, 4)).toEqual(['/a', '/b', '/opt/cuda/lib64', '/opt/cuda/lib']);
});

test('what was downloaded and what is linked lie in one folder, which stands where TensorFlow looks', async () => {
  const { links } = await findCuda(await torch());
  await files('library/nvidia/cuda_runtime/lib', ['libcudart.so.12']);
  await files('library/nvidia/cuda_runtime/include', ['cuda.h']);
  const library = join(folder, 'library');
  await placeCuda(library, links);
  const there = await readdir(join(library, 'nvidia', 'lib'));
  expect(there.toSorted()).toEqual(
    [...Object.keys(links), 'libcudart.so.12', 'libcufft.so.11', 'libcusolver.so.11', 'libcusparse.so.12'].toSorted(),
  );
  for (const part of ['cublas', 'cudnn', 'cuda_runtime', 'cusolver']) {
    expect(await readdir(join(library, 'nvidia', part, 'lib'))).toEqual(there);
  }
  expect((await lstat(join(library, 'nvidia', 'lib', 'libcufft.so.11'))).size).toBeGreaterThan(1000);
});

test('a linked library that changes or goes is reported as damage', async () => {
  const { links } = await findCuda(await torch());
  const library = join(folder, 'library');
  await placeCuda(library, links);
  await writeManifest(library);
  expect(manifestProblem(library)).toBeUndefined();
  await rm(join(folder, 'site'), { recursive: true });
  expect(manifestProblem(library)).toMatch(/^damaged: .*libcu\w+\.so\.\d+ is missing$/);
});
