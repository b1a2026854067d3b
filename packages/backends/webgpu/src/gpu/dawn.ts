import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Gpu } from './adapter.ts';

/** What npm's `webgpu` exports: Dawn, the WebGPU of Chromium, for Node. */
export interface Dawn {
  /** `adapter=NAME` chooses one by part of its name; another name makes asking for it throw a list of names. */
  create(options: readonly string[]): Gpu;
  /** The constructors and constants that a page has as globals. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** The version that we are tested with. */
export const DAWN = 'webgpu@0.6.2';
export const NOT_INSTALLED = `the npm package webgpu is not installed: run \`npm install ${DAWN}\``;

/** Where `webgpu` would be loaded from; undefined where it is not installed. Loads nothing. */
export function locateDawn(): string | undefined {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('webgpu')).href;
  } catch {
    return undefined;
  }
}

/** Names of adapters, out of what Dawn says when asked for one that does not exist. */
export function namesListed(message: string): string[] {
  return [...message.matchAll(/name: '(.*)'/g)].map(([, name]) => name as string);
}
