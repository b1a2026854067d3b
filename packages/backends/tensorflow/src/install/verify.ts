import { createRequire } from 'node:module';
import { bindingPaths } from '../paths.ts';
import { runCommand } from '../run-command.ts';

/** A convolution, its gradient and the gradient's gradient. Plain JavaScript that needs none of our compiled code. */
const SCRIPT = `
const [addon, layer, tfjs] = process.argv.slice(1);
const tf = (globalThis[Symbol.for('attgan.tfjs')] = require(tfjs));
const binding = require(addon);
const { NodeJSKernelBackend } = require(layer + '/nodejs_kernel_backend.js');
require(layer + '/register_all_kernels.js');
tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, 'attgan'));
tf.setBackend('tensorflow');
const image = tf.ones([1, 4, 4, 1]);
const slope = (kernel) => tf.grad((x) => tf.sum(tf.square(tf.conv2d(x, kernel, 1, 'same'))))(image);
const curvature = tf.grad((kernel) => tf.sum(slope(kernel)))(tf.ones([3, 3, 1, 1]));
const sum = tf.sum(curvature).dataSync()[0];
if (!(sum > 0 && sum < Infinity)) throw new Error('the gradient of a gradient is ' + sum);
`;

/**
 * Computes with the binding in `folder`, in a process of its own, so that a crash there is an error here.
 * @returns what appeared on stderr: nothing, when all is well
 * @throws AttganError when it does not compute
 */
export async function verify(folder: string): Promise<string> {
  const { addon, layer } = bindingPaths(folder);
  const kernels = createRequire(import.meta.url).resolve('@attgan/kernels/package.json');
  const tfjs = createRequire(kernels).resolve('@tensorflow/tfjs');
  const { stderr } = await runCommand(
    process.execPath,
    ['--eval', SCRIPT, addon, layer, tfjs],
    'Trying TensorFlow after its installation',
    { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  );
  return stderr;
}
