import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingPaths } from '../paths.ts';

/** Copies the kernel layer out of the unpacked package and puts shims in place of what it requires. */
export async function writeLayer(unpacked: string, folder: string): Promise<void> {
  const { layer, shims } = bindingPaths(folder);
  const dist = join(unpacked, 'dist');
  await mkdir(join(layer, 'proto'), { recursive: true });
  await cp(join(dist, 'kernels'), join(layer, 'kernels'), { recursive: true });
  for (const name of ['nodejs_kernel_backend.js', 'register_all_kernels.js', 'int64_tensors.js']) {
    await cp(join(dist, name), join(layer, name));
  }
  await cp(join(unpacked, 'package.json'), join(layer, 'package.json'));
  // Protocol buffers serve TensorBoard summaries, which attgan writes itself.
  await writeFile(join(layer, 'proto', 'api_pb.js'), 'module.exports = {};\n');
  for (const name of ['tfjs', 'tfjs-core']) {
    const shim = join(shims, '@tensorflow', name);
    await mkdir(shim, { recursive: true });
    await writeFile(join(shim, 'index.js'), "module.exports = globalThis[Symbol.for('attgan.tfjs')];\n");
  }
}
