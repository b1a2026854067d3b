import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** TensorFlow.js takes half of what this says for the number of cores, and no more when told to. */
const CORES = 'return navigator["hardwareConcurrency"]';
const GLUE = /tfjs-backend-wasm\/wasm-out\/tfjs-backend-wasm-threaded-simd\.js$/;
const BACKEND = /tfjs-backend-wasm\/dist\/backend_wasm\.js$/;
const SCRIPT = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
const WORKER = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js';

/** What TensorFlow.js 4.22 makes scripts of threads from, and what stands in for it. */
const BLOB_OF_WORKER = /const response = wasmWorkerContents\.replace[\s\S]*?return URL\.createObjectURL\(blob\);/;
const BLOB_OF_SCRIPT = /new Blob\(\[`var WasmBackendModuleThreadedSimd = `[\s\S]*?\{ type: 'text\/javascript' \}\)/;

/**
 * Threads of WebAssembly run scripts that TensorFlow.js makes up as it goes, which the page's policy forbids. This makes them files of
 * the site.
 */
export function threadScripts(): Plugin {
  return {
    name: 'attgan:thread-scripts',
    transform(code, id) {
      if (GLUE.test(id)) {
        if (!code.includes(CORES)) this.error('TensorFlow.js counts cores in another way than version 4.22.');
        return code.replace(CORES, `${CORES} * 2`);
      }
      if (!BACKEND.test(id)) return undefined;
      if (!BLOB_OF_WORKER.test(code) || !BLOB_OF_SCRIPT.test(code)) {
        this.error(
          'TensorFlow.js makes the scripts of threads in another way than version 4.22: look at thread-scripts.ts.',
        );
      }
      const emit = (name: string, source: string): string => {
        const reference = this.emitFile({ type: 'asset', name, source });
        return `new URL(import.meta.ROLLUP_FILE_URL_${reference}, import.meta.url).href`;
      };
      const require = createRequire(id);
      const { wasmWorkerContents } = require(WORKER) as { readonly wasmWorkerContents: string };
      const worker = emit('wasm-thread.js', wasmWorkerContents.replaceAll('\n', '\\n'));
      const script = emit('wasm-thread-module.js', readFileSync(require.resolve(SCRIPT), 'utf8'));
      return code.replace(BLOB_OF_WORKER, () => `return ${worker};`).replace(BLOB_OF_SCRIPT, () => script);
    },
  };
}
