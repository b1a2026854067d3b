import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingPaths } from '../paths.ts';

/** What the layer requires is put beside it: our TensorFlow.js, so that no second one is loaded, and stand-ins. */
const SHIMS = {
  'node_modules/@tensorflow/tfjs/index.js': "module.exports = globalThis[Symbol.for('attgan.tfjs')];\n",
  'node_modules/@tensorflow/tfjs-core/index.js': "module.exports = globalThis[Symbol.for('attgan.tfjs')];\n",
  // Protocol buffers serve TensorBoard summaries, which attgan writes itself.
  'layer/proto/api_pb.js': 'module.exports = {};\n',
  // Node 22 warns of these two and Node 23 removed them.
  'node_modules/old-util/index.js':
    'module.exports = { isNullOrUndefined: (value) => value === undefined || value === null, isArray: Array.isArray };\n',
};

/** Copies the kernel layer out of the unpacked package and puts shims in place of what it requires. */
export async function writeLayer(unpacked: string, folder: string): Promise<void> {
  const { layer } = bindingPaths(folder);
  const dist = join(unpacked, 'dist');
  await cp(join(dist, 'kernels'), join(layer, 'kernels'), { recursive: true });
  await cp(join(unpacked, 'package.json'), join(layer, 'package.json'));
  for (const name of ['nodejs_kernel_backend.js', 'register_all_kernels.js', 'int64_tensors.js', 'kernels/TopK.js']) {
    const source = await readFile(join(dist, name), 'utf8');
    await writeFile(join(layer, name), source.replace('require("util")', "require('old-util')"));
  }
  for (const [name, source] of Object.entries(SHIMS)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), source);
  }
}
