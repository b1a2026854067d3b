import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { wasmBackend } from '@attgan/backend-wasm';
import { messageOf, type Backend } from '@attgan/core';

/** TensorFlow, installed if this machine allows it; WebAssembly otherwise, and says why. */
export async function openDemoBackend(report: (line: string) => void): Promise<Backend> {
  try {
    if ((await tensorflowBackend.whyUnavailable()) !== undefined) {
      await tensorflowBackend.install?.({ cuda: false, force: false, report });
    }
    return await tensorflowBackend.open({});
  } catch (error) {
    report(`TensorFlow cannot run here (${messageOf(error)}), so WebAssembly computes, several times slower.`);
    return wasmBackend.open({});
  }
}
