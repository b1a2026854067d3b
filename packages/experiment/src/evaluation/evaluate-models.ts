import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, type BadFile } from '@attgan/core';
import { writeEvaluation, type Evaluation, type FaceShard } from '@attgan/eval';
import { makeFolder } from '@attgan/formats';
import type { Choice } from '../experiment-config.ts';
import type { Loose } from '../experiment.ts';
import { openSources } from '../open-sources.ts';
import { openRegistries, type PluginSources, type Registries } from '../registries.ts';
import type { Watch } from '../watch.ts';
import { commonCard } from './common-card.ts';
import { evaluateAll, type Setting } from './evaluate-all.ts';
import { evaluatedData, saysOfBadImages } from './evaluated-data.ts';
import type { Protocol } from './evaluation-request.ts';
import { nameModels } from './name-models.ts';
import { observeAll } from './observe-all.ts';

export interface EvaluationOptions extends Protocol, PluginSources, Watch {
  /** The faces; those that the model was trained on, of another split, when absent. */
  readonly data?: Choice;
  /** The backend; the fastest that runs here when absent. */
  readonly backend?: Choice;
  /** Folder of the page, the numbers and the observations, which a later call continues from; nothing is kept when absent. */
  readonly out?: string;
}

/** What was found, and where it was written. */
export interface EvaluationResult {
  readonly evaluation: Evaluation;
  /** Paths of the page and of the numbers; absent where no `out` was named. */
  readonly written?: { readonly page: string; readonly results: string };
  /** Images that could not be used, so that the next good ones were measured instead; none where the layers skip them. */
  readonly failures: readonly BadFile[];
}

/**
 * Measures the edits of a model, or of several on the same faces, and writes a page where `out` names a folder.
 * @param models model folders
 * @throws UsageError for wrong options, AttganError for a folder that is not a model, InterruptedError when the signal is
 *   aborted
 */
export async function evaluateModel(
  models: string | readonly string[],
  options: EvaluationOptions,
): Promise<Evaluation> {
  const { data, backend, ...rest } = options;
  const layers = evaluationLayers({ data, backend });
  const folders = typeof models === 'string' ? [models] : models;
  return (await evaluateFolders(folders, layers, await openRegistries(options), rest)).evaluation;
}

/** What evaluating is told besides data and backend. */
export type FolderEvaluation = Omit<EvaluationOptions, 'data' | 'backend' | keyof PluginSources>;

/** The same with registries that are open, and layers that say which data and which backend. */
export async function evaluateFolders(
  folders: readonly string[],
  layers: readonly Loose[],
  registries: Registries,
  { out, ...protocol }: FolderEvaluation,
): Promise<EvaluationResult> {
  const folder = out ?? (await mkdtemp(join(tmpdir(), 'attgan-evaluation-')));
  try {
    return await withSetting(folders, layers, registries, { ...protocol, out: folder }, async (setting) => {
      const { evaluation, pictures, flipped } = await evaluateAll(setting);
      const failures = saysOfBadImages(layers) ? [] : (setting.dataset.problems?.() ?? []);
      if (out === undefined) return { evaluation, failures };
      return { evaluation, failures, written: await writeEvaluation(out, evaluation, pictures, flipped) };
    });
  } finally {
    if (out === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Observes a shard of the faces into `out`, where the whole is evaluated once the observations of all shards are there.
 * @returns the path of the list of its observations
 */
export async function observeFolders(
  folders: readonly string[],
  layers: readonly Loose[],
  registries: Registries,
  protocol: FolderEvaluation & { readonly out: string },
  shard: FaceShard,
): Promise<string> {
  return withSetting(folders, layers, registries, protocol, (setting) => observeAll(setting, shard));
}

async function withSetting<Result>(
  folders: readonly string[],
  layers: readonly Loose[],
  registries: Registries,
  protocol: FolderEvaluation & { readonly out: string },
  work: (setting: Setting) => Promise<Result>,
): Promise<Result> {
  if (folders.length === 0) throw new UsageError('There is no model to evaluate: name a model folder.');
  const models = nameModels(folders).map(({ name, folder }) => ({ name, folder: registries.model(folder) }));
  const card = await commonCard(models.map(({ folder }) => folder));
  const named = evaluatedData(card, layers, registries, protocol.report);
  // Before anything that takes its time.
  await makeFolder(protocol.out);
  const sources = await openSources(named, registries, card.size, protocol.report);
  try {
    const { dataset, backend } = sources;
    return await work({ request: { ...protocol, models }, registries, dataset, backend, data: named.data.name });
  } finally {
    await sources.close();
  }
}

/** The layers that say which data and which backend. */
export function evaluationLayers({
  data,
  backend,
}: { readonly [Part in 'data' | 'backend']: Choice | undefined }): Loose[] {
  return [{ ...(data !== undefined && { data: chosen(data) }), ...(backend !== undefined && { backend }) }];
}

/** A name alone keeps the options that the model's own data of that name had. */
function chosen(choice: Choice): Exclude<Choice, string> {
  return typeof choice === 'string' ? { name: choice } : choice;
}
