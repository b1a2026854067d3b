import { AttganError } from '@attgan/core';
import { nameOf, type AdapterInfo, type AdapterRequest, type Found, type Gpu } from './adapter.ts';

// How a page reaches WebGPU. `in-node.ts` exports the same for Node; package.json's "imports" chooses.

const NONE = 'this page has no WebGPU: it needs a browser that supports it, and an https or localhost address';
const NO_ADAPTER = 'the browser offers no GPU adapter: allow hardware acceleration in its settings';

/** The adapter that the browser would give us, or why there is none. */
export async function probe(): Promise<AdapterInfo | string> {
  const gpu = gpuOfPage();
  if (gpu === undefined) return NONE;
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter === null ? NO_ADAPTER : ((adapter.info ?? {}) as AdapterInfo);
}

/** @throws AttganError where there is none, or where the browser gives another than the one named */
export async function findAdapter({ adapter: wanted, powerPreference }: AdapterRequest): Promise<Found> {
  const gpu = gpuOfPage();
  if (gpu === undefined) throw new AttganError(`The webgpu backend cannot run: ${NONE}.`);
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter === null) throw new AttganError(`The webgpu backend cannot run: ${NO_ADAPTER}.`);
  const name = nameOf(adapter.info);
  if (wanted !== undefined && !name.toLowerCase().includes(wanted.toLowerCase())) {
    throw new AttganError(
      `The browser chose the adapter ${name}, not "${wanted}", and a page cannot choose. Leave backend.adapter out.`,
    );
  }
  return { gpu, adapter };
}

/** Runs `construct` while `navigator.gpu` is there; in a page it always is. */
export function withNavigator<T>(_: Gpu, construct: () => T): T {
  return construct();
}

function gpuOfPage(): Gpu | undefined {
  return (globalThis as { navigator?: { gpu?: Gpu } }).navigator?.gpu;
}
