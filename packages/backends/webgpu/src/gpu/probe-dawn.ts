import { execFile } from 'node:child_process';
import { messageOf } from '@attgan/core';
import type { AdapterInfo } from './adapter.ts';
import { DAWN } from './dawn.ts';

const TIMEOUT = 20_000;

/** Asks for an adapter and prints what it says of itself. */
const PROGRAM = `
const { create, globals } = await import(process.argv[1]);
Object.assign(globalThis, globals);
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
const { vendor, architecture, device, description, isFallbackAdapter } = adapter?.info ?? {};
const info = adapter && { vendor, architecture, device, description, isFallbackAdapter };
process.stdout.write(JSON.stringify(info), () => process.exit(0));
`;

/**
 * The adapter that Dawn would give us, or why there is none, asked in a process of its own: a crashing driver does not crash
 * this process, what drivers write on stderr is not shown, and nothing stays loaded.
 */
export async function probeDawn(url: string): Promise<AdapterInfo | string> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', PROGRAM, url];
    execFile(process.execPath, args, { env, timeout: TIMEOUT }, (error, stdout, stderr) => {
      if (error === null) resolve(readAnswer(stdout, stderr));
      else if (error.killed === true) resolve(`its driver did not respond for ${TIMEOUT / 1000} seconds`);
      else if (typeof error.signal === 'string')
        resolve(`its driver crashes (${error.signal}): install another version`);
      else resolve(`${DAWN} cannot be loaded: ${firstError(stderr)}`);
    });
  });
}

function readAnswer(stdout: string, stderr: string): AdapterInfo | string {
  try {
    return (JSON.parse(stdout) as AdapterInfo | null) ?? noAdapter(stderr);
  } catch (error) {
    return `${DAWN} gave no answer: ${messageOf(error)}`;
  }
}

/** Why Dawn found none, and how to fix that. */
function noAdapter(stderr: string): string {
  if (process.platform !== 'linux') return 'there is no GPU whose driver it can use';
  if (stderr.includes("Couldn't load Vulkan")) {
    return 'there is no Vulkan loader: install it (Debian and Ubuntu: libvulkan1) and the Vulkan driver of the GPU';
  }
  return 'no GPU has a Vulkan driver that works: install it (AMD and Intel on Debian and Ubuntu: mesa-vulkan-drivers)';
}

function firstError(stderr: string): string {
  const line = stderr.split('\n').find((each) => /^\w*Error\b/.test(each));
  return line?.trim() ?? 'it exited without output';
}
