import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttganError, messageOf, UsageError } from '@attgan/core';
import { parse } from 'yaml';
import { parseSettings } from './parse-settings.ts';
import type { Settings } from './settings.ts';

/** Of AttGAN-PyTorch and branch v1 of AttGAN-Tensorflow, and of its master. */
const NAMES = ['setting.txt', 'settings.yml'];
/** Bytes. */
const LARGEST = 100_000;

/**
 * The settings of the training that wrote a file.
 * @param named the settings file that the user named; undefined takes one of the usual name in one of the folders
 * @param folders where to look, in this order
 * @param yaml whether the program of the file writes `settings.yml`, which then counts before a `setting.txt`
 * @returns undefined where there is none
 * @throws UsageError when the one that was named is not there, AttganError in one line when it cannot be read
 */
export async function readSettings(
  named: string | undefined,
  folders: readonly string[],
  yaml = false,
): Promise<Settings | undefined> {
  if (named !== undefined) {
    const settings = await readIfThere(named);
    if (settings === undefined) throw new UsageError(`settings: there is no file ${named}.`);
    return settings;
  }
  for (const path of folders.flatMap((folder) =>
    (yaml ? NAMES.toReversed() : NAMES).map((name) => join(folder, name)),
  )) {
    // One after the other, because the first counts.
    const settings = await readIfThere(path);
    if (settings !== undefined) return settings;
  }
  return undefined;
}

/** The folder of a file, and the one above, where programs keep settings of checkpoints in a folder of their own. */
export function besideFile(path: string): string[] {
  return [dirname(path), join(dirname(path), '..')];
}

async function readIfThere(path: string): Promise<Settings | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  if (found.size > LARGEST)
    throw new AttganError(`${path} has ${found.size} bytes: settings take less than ${LARGEST}.`);
  return parseSettings(parsed(await readFile(path, 'utf8'), path), path);
}

/** YAML, which JSON is, too. */
function parsed(text: string, path: string): unknown {
  try {
    // Its warnings go to the terminal, with the file's text in them.
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (error) {
    throw new AttganError(`${path} is neither JSON nor YAML: ${messageOf(error).split('\n')[0]}.`, { cause: error });
  }
}
