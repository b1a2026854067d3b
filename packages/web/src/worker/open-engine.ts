import { wasmBackend } from '@attgan/backend-wasm';
import { webgpuBackend } from '@attgan/backend-webgpu';
import { lazy, messageOf, type Backend } from '@attgan/core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { EditingPrecision, EngineInfo } from './protocol.ts';

/** As many as TensorFlow.js holds ready. */
const MOST_THREADS = 8;

export interface Engine {
  readonly info: EngineInfo;
  readonly backend: Backend;
}

/**
 * Opens WebGPU where there is a GPU, otherwise WebAssembly, and says which and why.
 * @param editing precision of the weights that WebGPU reads when a slider moves; half unless another is asked for
 */
export async function openEngine(editing: EditingPrecision = 'half'): Promise<Engine> {
  const why = await whyNoGpu();
  if (why === undefined) {
    try {
      const backend = await webgpuBackend.open({ editing });
      return { backend, info: { backend: 'webgpu', editing, description: backend.description } };
    } catch (error) {
      return openWasm(messageOf(error));
    }
  }
  return openWasm(why);
}

/** Opens WebAssembly, which runs everywhere. @param why it is not WebGPU */
export async function openWasm(why: string): Promise<Engine> {
  prepareWasm();
  const backend = await wasmBackend.open({});
  return { backend, info: { backend: 'wasm', description: backend.description, why } };
}

/** Settings that TensorFlow.js takes once, before it loads WebAssembly. */
const prepareWasm = lazy(() => {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  // By itself it takes half of the cores.
  setThreadsCount(Math.min(navigator.hardwareConcurrency, MOST_THREADS));
});

/** A GPU that is emulated by the processor is slower than WebAssembly. */
async function whyNoGpu(): Promise<string | undefined> {
  return (await webgpuBackend.whyUnavailable()) ?? (await webgpuBackend.slowerHere?.())?.why;
}
