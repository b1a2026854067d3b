import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { Backend } from '@attgan/core';
import { loadOnnxRuntime } from '@attgan/export';
import { openFile } from './open-file.ts';
import { openStored } from './open-stored.ts';
import { openSession, type OnnxSettings } from './session.ts';

/** Opens onnxruntime. Nothing of TensorFlow.js changes. */
export async function open(options: OnnxSettings): Promise<Backend> {
  const ort = await loadOnnxRuntime();
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  const threads = options.threads ?? availableParallelism();
  const start = (model: string | Uint8Array) => openSession(ort, model, threads);
  return {
    name: 'onnx',
    description: `onnxruntime ${version}, ${options.precision}, ${threads} threads`,
    generators: {
      open: (stored) => openStored(stored, options, ort, start),
      openFile: (path) => openFile(path, ort, start),
    },
    close: async () => undefined,
  };
}
