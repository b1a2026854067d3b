import { resolve } from 'node:path';
import { AttganError, messageOf, UsageError } from '@attgan/core';
import type { Loose } from '@attgan/experiment';
import { readJson } from '@attgan/formats';

/** Reads that file and nothing else: no remote layers, no dotfiles. @throws UsageError in one line */
export async function readConfig(path: string, root: string): Promise<Loose> {
  if (path.endsWith('.json')) await checkJson(resolve(root, path));
  const { loadConfig } = await import('c12');
  const { config, configFile } = await loadConfig({
    cwd: root,
    configFile: path,
    rcFile: false,
    globalRc: false,
    envName: false,
    dotenv: false,
    giget: false,
    extend: false,
    // In a folder that all users share, another one could put code in its place.
    jitiOptions: { fsCache: false },
  }).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  });
  if (configFile === undefined || Object.keys(config).length === 0) {
    throw new UsageError(`${path}: there is no such file, or it is empty.`);
  }
  return config as Loose;
}

/** Within limits that the library that reads configurations does not know. What is missing or unreadable it says itself. */
async function checkJson(path: string): Promise<void> {
  try {
    await readJson(path);
  } catch (error) {
    if (error instanceof AttganError && !(error.cause instanceof SyntaxError)) throw new UsageError(error.message);
  }
}
