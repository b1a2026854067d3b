import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Packed, PackedPackage } from './packed.ts';
import { publishedPackages } from './published-packages.ts';
import { runAsStranger, succeedAsStranger } from './run-as-stranger.ts';

const ROOT = join(import.meta.dirname, '..');
const USES_PACKED = /inject\('packed'\)/;
/** What npm says where no registry answers. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** Packs and installs once for all the tests that ask for it. */
export default async function installPacked(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { testFiles } = await project.globTestFiles(project.vitest.filenamePattern);
  const sources = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')));
  if (!sources.some((source) => USES_PACKED.test(source))) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'attgan-packed-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    project.provide('packed', await pack(folder));
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}

async function pack(folder: string): Promise<Packed> {
  const [tarballs, installed, examples] = ['packed', 'project', 'examples'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([mkdir(tarballs), mkdir(installed), cp(join(ROOT, 'examples'), examples, { recursive: true })]);
  const chosen = publishedPackages().map(({ name }) => `-w ${name}`);
  const listed = await succeedAsStranger(`npm pack --json ${chosen.join(' ')} --pack-destination ${tarballs}`, ROOT);
  const packages = packedPackages(listed);
  await succeedAsStranger(`npm pack --silent --pack-destination ${tarballs} ./*/`, examples);
  await writeFile(join(installed, 'package.json'), '{ "name": "faces", "private": true, "type": "module" }\n');
  const { code, stderr } = await runAsStranger(`npm install ${tarballs}/*.tgz ${await devTools()}`, installed);
  if (code !== 0 && !UNREACHABLE.test(stderr)) throw new Error(`The packed packages do not install:\n${stderr}`);
  const problem = code === 0 ? undefined : 'the package registry cannot be reached';
  return { tarballs, packages, project: installed, problem };
}

/** What `npm pack --json` says of each package. */
function packedPackages(json: string): PackedPackage[] {
  const packed = JSON.parse(json) as readonly {
    readonly name: string;
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }[];
  return packed.map(({ name, filename, files }) => ({ name, file: filename, contents: files.map(({ path }) => path) }));
}

/** What plugins are compiled and tested with, at our versions. */
async function devTools(): Promise<string> {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return ['@types/node', 'typescript', 'vitest'].map((name) => `${name}@${devDependencies[name]}`).join(' ');
}
