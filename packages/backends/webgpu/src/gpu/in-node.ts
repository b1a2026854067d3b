import { AttganError, messageOf } from '@attgan/core';
import type { AdapterInfo, AdapterRequest, Found, Gpu } from './adapter.ts';
import { locateDawn, namesListed, NOT_INSTALLED, type Dawn } from './dawn.ts';
import { probeDawn } from './probe-dawn.ts';

// How Node reaches WebGPU: through Dawn, which npm's `webgpu` brings. `in-page.ts` exports the same for pages.

/** Only what was found is remembered: what is missing may be installed meanwhile. */
let probed: AdapterInfo | undefined;

/** The adapter that would compute, or why there is none. Loads nothing into this process. */
export async function probe(): Promise<AdapterInfo | string> {
  if (probed !== undefined) return probed;
  const url = locateDawn();
  const result = url === undefined ? NOT_INSTALLED : await probeDawn(url);
  if (typeof result !== 'string') probed = result;
  return result;
}

/** @throws AttganError where Dawn or an adapter is missing, or none has the name */
export async function findAdapter({ adapter: wanted, powerPreference }: AdapterRequest): Promise<Found> {
  const url = locateDawn();
  if (url === undefined) throw new AttganError(`The webgpu backend cannot run: ${NOT_INSTALLED}.`);
  const dawn = await load(url);
  const gpu = dawn.create(wanted === undefined ? [] : [`adapter=${await fullName(dawn, wanted)}`]);
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter === null) throw new AttganError(`The webgpu backend cannot run: ${await whyNone()}.`);
  return { gpu, adapter };
}

async function load(url: string): Promise<Dawn> {
  let dawn: Dawn;
  try {
    dawn = (await import(url)) as Dawn;
  } catch (error) {
    throw new AttganError(`The webgpu backend cannot run: webgpu cannot be loaded: ${messageOf(error)}.`);
  }
  // Its constructors and constants are globals of every page, and TensorFlow.js takes them for that.
  for (const [name, value] of Object.entries(dawn.globals)) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return dawn;
}

/** The name of the first adapter that contains `wanted`: Dawn tells upper from lower case, and people do not. */
async function fullName(dawn: Dawn, wanted: string): Promise<string> {
  let names: readonly string[] = [];
  try {
    await dawn.create(['adapter=?']).requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    names = namesListed(messageOf(error));
  }
  const name = names.find((each) => each.toLowerCase().includes(wanted.toLowerCase()));
  if (name !== undefined) return name;
  if (names.length === 0) throw new AttganError(`The webgpu backend cannot run: ${await whyNone()}.`);
  throw new AttganError(`There is no adapter "${wanted}". Here are: ${names.join(', ')}.`);
}

async function whyNone(): Promise<string> {
  const result = await probe();
  return typeof result === 'string' ? result : 'there is no GPU adapter of this kind';
}

/** Runs `construct` while `navigator.gpu` is there, where TensorFlow.js looks for it. */
export function withNavigator<T>(gpu: Gpu, construct: () => T): T {
  const { navigator } = globalThis as { navigator?: object };
  const owner = navigator ?? globalThis;
  const [name, value] = navigator === undefined ? ['navigator', { gpu }] : ['gpu', gpu];
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    return construct();
  } finally {
    // Node does not end while something holds the GPU.
    Reflect.deleteProperty(owner, name);
  }
}
