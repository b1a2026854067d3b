import { readdir } from 'node:fs/promises';
import { UsageError } from '@attgan/core';
import { fileIdentity, isSameFile } from '@attgan/formats';
import type { Flags, FlagSpecs } from './arguments/flags.ts';

/** The flag of commands that would replace something of the user's. */
export const FORCE_FLAG: FlagSpecs = {
  force: { type: 'switch', summary: 'replace files that are there already (refused without it)' },
};

/** @throws UsageError where one of the paths is there already, and no empty folder, unless --force is given */
export async function refuseExisting(paths: readonly string[], flags: Flags): Promise<void> {
  if (flags.has('force')) return;
  for (const path of paths) {
    const there = (await fileIdentity(path)) !== undefined;
    if (there && (await readdir(path).catch(() => [path])).length > 0) {
      throw new UsageError(`${path} is there already. Name another place with --out, or add --force to replace it.`);
    }
  }
}

/** Throws a UsageError for a file that must not be written. */
export type Guard = (output: string) => Promise<void>;

/** Refuses to write over any of the files that are read, by whatever name or link. */
export async function guardInputs(inputs: readonly string[]): Promise<Guard> {
  const identities = new Map<string, string>();
  for (const input of inputs) {
    const identity = await fileIdentity(input);
    if (identity !== undefined) identities.set(identity, input);
  }
  return async (output) => {
    const input = identities.get((await fileIdentity(output)) ?? '');
    if (input !== undefined) throw overwritten(input);
  };
}

/** @throws UsageError where `output` is the file that is read */
export async function guardInput(input: string, output: string): Promise<void> {
  if (await isSameFile(input, output)) throw overwritten(input);
}

function overwritten(input: string): UsageError {
  return new UsageError(`${input} would be written over. Name another folder or file with --out.`);
}
