import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { runCommand } from '../run-command.ts';
import { extract } from './extract.ts';

/**
 * Fetches an npm package as an archive, without its dependencies and without running its scripts, and unpacks
 * the members that start with one of `prefixes`.
 * @returns the folder that holds them
 * @throws AttganError when the archive is not the one that `integrity` names
 */
export async function fetchNpm(
  archive: { readonly spec: string; readonly integrity: string },
  prefixes: readonly string[],
  scratch: string,
): Promise<string> {
  const folder = await mkdtemp(join(scratch, 'npm-'));
  const pack = ['pack', archive.spec, '--silent', '--ignore-scripts', '--pack-destination', folder];
  await runCommand('npm', pack, `Downloading ${archive.spec} with npm`);
  const name = (await readdir(folder)).find((each) => each.endsWith('.tgz'));
  if (name === undefined) throw new AttganError(`npm downloaded nothing for ${archive.spec}.`);
  const path = join(folder, name);
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(path))
    .digest('base64')}`;
  if (integrity !== archive.integrity) {
    throw new AttganError(`${archive.spec} is not the expected archive: its checksum is ${integrity}.`);
  }
  await extract(
    path,
    folder,
    prefixes.map((prefix) => `package/${prefix}`),
  );
  return join(folder, 'package');
}
