import { wasmBackend } from '@attgan/backend-wasm';
import { webgpuBackend } from '@attgan/backend-webgpu';
import { messageOf } from '@attgan/core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { EngineInfo } from './protocol.ts';

/** As many as TensorFlow.js holds ready. */
const MOST_THREADS = 8;

/** Opens WebGPU where there is a GPU, otherwise WebAssembly, and says which and why. */
export async function openEngine(): Promise<EngineInfo> {
  const why = await whyNoGpu();
  if (why === undefined) {
    try {
      const { description } = await webgpuBackend.open({});
      return { backend: 'webgpu', description };
    } catch (error) {
      return openWasm(messageOf(error));
    }
  }
  return openWasm(why);
}

async function openWasm(why: string): Promise<EngineInfo> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  // By itself it takes half of the cores.
  setThreadsCount(Math.min(navigator.hardwareConcurrency, MOST_THREADS));
  const { description } = await wasmBackend.open({});
  return { backend: 'wasm', description, why };
}

/** A GPU that is emulated by the processor is slower than WebAssembly. */
async function whyNoGpu(): Promise<string | undefined> {
  return (await webgpuBackend.whyUnavailable()) ?? (await webgpuBackend.slowerHere?.())?.why;
}
