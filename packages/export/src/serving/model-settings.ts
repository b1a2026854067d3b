import type { ServedTensors } from './served-tensors.ts';

/** Files of a model folder of MLServer, which is a folder to start the server in too. */
export const MLSERVER_FILES = {
  settings: 'model-settings.json',
  server: 'settings.json',
  runtime: 'attgan_runtime.py',
  model: 'model.onnx',
};

/**
 * MLServer's `settings.json`. onnxruntime has threads of its own, so workers in further processes gain nothing; and those of MLServer
 * 1.7 do not start with uvloop 0.22 and newer. Without `debug`, clients are not sent stack traces.
 */
export const SERVER_SETTINGS = `${JSON.stringify({ debug: false, parallel_workers: 0 }, null, 2)}\n`;

/** MLServer's `model-settings.json`; requests are not gathered into batches unless `max_batch_size` is raised there. */
export function modelSettings(name: string, tensors: ServedTensors): string {
  const settings = {
    name,
    implementation: 'attgan_runtime.AttganRuntime',
    platform: 'onnxruntime_onnx',
    ...tensors,
    parameters: { uri: `./${MLSERVER_FILES.model}` },
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}
