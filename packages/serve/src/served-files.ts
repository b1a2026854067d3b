import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ServedRun } from './served-run.ts';

/** A model that the page may load. */
export interface ServedModel {
  /** What its folder is called on the site. */
  readonly name: string;
  readonly folder: string;
  /** A classifier that it has labels read by. */
  readonly reader?: { readonly name: string; readonly folder: string };
}

/** Files of a model and of a classifier. Nothing else in their folders is shown. */
const MODEL_FILES = ['model.json', 'model.safetensors'];
const READER_FILES = ['classifier.json', 'classifier.safetensors'];

/** What is served: files by the path in their URL, and texts that are made here. Anything else does not exist. */
export interface Served {
  readonly files: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
  /** A training, which changes while it is shown. */
  readonly run?: ServedRun;
}

/** Lists everything that may be asked for, so that no path is ever put together from a request. */
export async function servedFiles(site: string, model: ServedModel): Promise<Served> {
  const files = new Map<string, string>();
  for (const entry of await readdir(site, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(site, path).split(sep).join('/')}`, path);
  }
  const { name, folder, reader } = model;
  for (const file of MODEL_FILES) files.set(`/models/${name}/${file}`, join(folder, file));
  if (reader !== undefined) {
    // A reader beside the model, such as ./reader, lies in the model's folder here, too.
    const place = reader.name.startsWith('.') ? `${name}/${reader.name.replace(/^\.\//, '')}` : reader.name;
    for (const file of READER_FILES) files.set(`/models/${place}/${file}`, join(reader.folder, file));
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return { files, texts: new Map([['/site.json', JSON.stringify({ model: name })]]) };
}
