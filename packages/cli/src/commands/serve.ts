import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import type { Registries } from '@attgan/experiment';
import { readModel } from '@attgan/formats';
import type { ServedModel } from '@attgan/serve';
import { MODEL_FLAGS, modelNameOf } from '../arguments/model-flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';
import { untilStopped } from '../interrupt.ts';

const PORT = 8128;

export const command: Command = {
  name: 'serve',
  summary: 'serves the editor as a page on this machine',
  usage: '[--model DIR] [--run DIR] [--port N] [--host 127.0.0.1] [--open] | --out DIR',
  flags: {
    model: MODEL_FLAGS['model'] as NonNullable<(typeof MODEL_FLAGS)['model']>,
    run: { type: 'text', summary: 'folder of a training, to show it while it runs' },
    port: { type: 'text', summary: `port to listen on; 0 takes a free one (${PORT}, or a free one if that is taken)` },
    host: { type: 'text', summary: 'address to listen on; 0.0.0.0 is every network of this machine (127.0.0.1)' },
    open: { type: 'switch', summary: 'open the page in the browser' },
    out: { type: 'text', summary: 'write page and model into this folder, for a host of static files, and end' },
  },
  needs: 'editing',
  async run({ flags, words, output, registries }) {
    if (words.length > 0) throw new UsageError(`serve takes no words, and "${words[0]}" is one.`);
    const { findSite, startServer, writeSite } = await import('@attgan/serve');
    const port = integerFlag(flags, 'port', 0);
    if (port !== undefined && port > 65_535) throw new UsageError(`--port "${port}" must be at most 65535.`);
    const host = flags.text('host') ?? '127.0.0.1';
    const model = await servedModel(modelNameOf(flags), registries);
    const out = flags.text('out');
    const run = flags.text('run');
    if (run !== undefined) await checkRun(run, out);
    if (out !== undefined) {
      await writeSite(out, findSite(), model);
      output.result(out, { out, model: model.name });
      return;
    }
    const start = (at: number) =>
      startServer({ site: findSite(), model, ...(run !== undefined && { run: resolve(run) }), host, port: at });
    const server = await start(port ?? PORT).catch((error: unknown) => {
      if (port !== undefined || !(error instanceof AttganError) || !/is taken/.test(error.message)) throw error;
      return start(0);
    });
    try {
      const url = run === undefined ? server.url : `${server.url}training.html`;
      output.result(url, { url, model: model.name });
      const shows = run === undefined ? `edits with ${model.name}` : `shows the training in ${run}`;
      output.report(`The page ${shows}. Stop with Ctrl-C.`);
      if (flags.has('open')) openBrowser(url, output.report);
      await untilStopped();
    } finally {
      await server.close();
    }
  },
};

/** An empty folder may become a run later; a missing one is an error. */
async function checkRun(run: string, out: string | undefined): Promise<void> {
  if (out !== undefined) throw new UsageError('--run shows a training while it runs, so it does not go with --out.');
  const isFolder = (await stat(run).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) throw new UsageError(`--run "${run}" is no folder. Name the folder of a training.`);
}

/** The model's folder, after a look at what is in it, so that a damaged one is not found out in the page. */
async function servedModel(named: string, registries: Registries): Promise<ServedModel> {
  const folder = registries.model(named);
  if (folder.endsWith('.onnx')) throw new UsageError('The page runs model folders, and no ONNX files. Give a folder.');
  const { card } = await readModel(folder);
  const name = basename(folder).replaceAll(/[^\w.-]/g, '_') || 'model';
  if (card.reader === undefined) return { name, folder };
  const beside = join(folder, card.reader.model);
  const own = card.reader.model.startsWith('.') && existsSync(beside);
  const reader = { name: card.reader.model, folder: own ? beside : registries.model(card.reader.model) };
  return { name, folder, reader };
}

/** Opens a page in the browser that the system names, if it has one. */
function openBrowser(url: string, report: (line: string) => void): void {
  const [program, ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(program as string, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => report(`No browser could be opened; open ${url} yourself.`));
  child.unref();
}
