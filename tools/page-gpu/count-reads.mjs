// @ts-check
import * as tf from '@tensorflow/tfjs-core';

/**
 * What some work launches on the GPU, and how many bytes of weights these launches are given: of what was there before, but for the
 * features of the face.
 * @template T
 * @param {readonly tf.Tensor[]} features
 * @param {() => Promise<T>} work
 */
export async function countReads(features, work) {
  const backend = /** @type {import('@tensorflow/tfjs-backend-webgpu').WebGPUBackend} */ (tf.backend());
  const own = new Set(features.map(({ dataId }) => dataId));
  const read = new Map();
  let launches = 0;
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, inputs, ...rest) => {
    launches++;
    inputs.forEach((input, index) => {
      const bytes = tf.util.sizeFromShape(input.shape) * 4;
      if (!own.has(input.dataId) && program.variableNames[index] !== 'Features') read.set(input.dataId, bytes);
    });
    const output = run(program, inputs, ...rest);
    own.add(output.dataId);
    return output;
  };
  try {
    const result = await work();
    return { launches, bytes: [...read.values()].reduce((sum, bytes) => sum + bytes, 0), result };
  } finally {
    backend.runWebGPUProgram = run;
  }
}
