import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { runAsStranger } from '../tools/run-as-stranger.ts';

/** What is there already, and need not be made or fetched again. */
export interface Installed {
  /** A `node_modules` with all that is installed in a guide. */
  readonly modules: string;
  /** Our packages, packed. */
  readonly tarballs: readonly string[];
}

/** A fenced block of a page: its language, the file it is about, and what stands in it. */
export interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({
    language: language as string,
    file,
    text: text as string,
  }));
}

/**
 * Does what a page says, from its top to its end: runs `sh` blocks in one shell session that begins in `folder`, writes
 * and changes the files that other blocks name, and holds each `text` block to what the commands before it printed.
 * @param installed packages that are there already instead of being packed and fetched again
 */
export async function follow(page: string, folder: string, installed: Installed): Promise<void> {
  let here = folder;
  let printed = '';
  for (const { language, file, text } of blocksOf(page)) {
    if (language === 'sh') [here, printed] = await runBlock(withInstalled(text, installed), here);
    else if (language === 'text') expectPrinted(text, printed);
    else if (file === undefined) throw new Error(`A ${language} block says neither its file nor a command:\n${text}`);
    else if (language === 'diff') await change(join(here, file), text);
    else await write(join(here, file), text);
  }
}

/**
 * Links what would be installed into its place before npm looks, and copies what would be packed: as good, and quick. Where all
 * that would be installed is there then, npm checks that it is what the package asks for.
 */
function withInstalled(text: string, { modules, tarballs }: Installed): string {
  const link = `[ -e node_modules ] || cp -al ${modules} node_modules`;
  const project = dirname(modules);
  // As if ours had been installed here: npm leaves what these files list as it is, and installs what the guide packed.
  const listed = `cp ${join(project, 'package.json')} ${join(project, 'package-lock.json')} .`;
  const ours = tarballs.map((file) => `-e ${basename(file)}`).join(' ');
  const others = `$(ls ../packed/*.tgz | grep -vF ${ours})`;
  return text
    .replaceAll(/^npm install --no-save .*$/gm, `${link}\nnpm ls --depth=0`)
    .replaceAll(/^npm install \.\.\/packed\/\*\.tgz$/gm, `${link}\n${listed}\nnpm install ${others}`)
    .replaceAll(/^npm pack .*-w packages .*--pack-destination (\S+)$/gm, `cp ${tarballs.join(' ')} $1`);
}

/** The folder the session is left in, and all it printed. */
async function runBlock(text: string, folder: string): Promise<[string, string]> {
  const mark = 'left in ';
  const { code, stdout, stderr } = await runAsStranger(`exec 2>&1\n${text}\necho "${mark}$PWD"`, folder);
  if (code !== 0) throw new Error(`In ${folder}, ended with ${code}:\n${text}\n${stdout}${stderr}`);
  const at = stdout.lastIndexOf(mark);
  return [stdout.slice(at + mark.length).trim(), stdout.slice(0, at)];
}

/** Every line of the transcript was printed, spaces aside; a line … stands for others. */
function expectPrinted(transcript: string, printed: string): void {
  const plain = (line: string): string => line.replaceAll(/\s+/g, ' ').trim();
  const lines = new Set(printed.split('\n').map(plain));
  const found = [...lines];
  for (const line of transcript.split('\n').map(plain)) {
    if (line === '' || line === '…') continue;
    // Times follow some lines.
    const there =
      lines.has(line) || found.some((each) => each.startsWith(line) && /^ ?\d+ ?ms$/.test(each.slice(line.length)));
    expect(there, `"${line}" was not printed:\n${printed}`).toBe(true);
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Lines with `-` make way for those with `+`, where the lines around them stand: once in the file. */
async function change(path: string, diff: string): Promise<void> {
  const rows = diff.split('\n').filter((row) => row !== '');
  const side = (sign: string): string =>
    rows.flatMap((row) => (row.startsWith(sign) ? [] : [`${row.slice(1)}\n`])).join('');
  const content = await readFile(path, 'utf8');
  const [before, ...after] = content.split(side('+'));
  expect(after, `${path} has once:\n${side('+')}`).toHaveLength(1);
  await writeFile(path, `${before}${side('-')}${after[0]}`);
}
