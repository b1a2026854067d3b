import { access } from 'node:fs/promises';
import { UsageError } from '@attgan/core';
import { writeModel, type ImporterDefinition, type ModelCard } from '@attgan/formats';
import { openRegistries, type PluginSources, type Registries } from '../registries.ts';

export interface ImportRequest {
  /** Folder of the model; one that is there is replaced. */
  readonly out: string;
  /** Name of the importer; the one that recognises the file when absent. */
  readonly format?: string;
  /** Options of the importer: what the file does not say of itself. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** F32 (the default) keeps every bit, F16 halves the file. */
  readonly precision?: 'F32' | 'F16';
}

export interface ImportOptions extends ImportRequest, PluginSources {}

/** What was imported, and by which importer. */
export interface ImportResult {
  readonly card: ModelCard;
  readonly format: string;
}

/**
 * Makes a model folder out of a file of another program. Nothing is written unless all of the file fits.
 * @throws UsageError for a file that is not there or that no importer recognises, AttganError in one line for one that is damaged,
 *   hostile or does not fit
 */
export async function importModel(file: string, request: ImportOptions): Promise<ImportResult> {
  return importModelWith(file, request, await openRegistries(request));
}

/** The same with registries that are open. */
export async function importModelWith(
  file: string,
  { out, format, options = {}, precision = 'F32' }: ImportRequest,
  registries: Registries,
): Promise<ImportResult> {
  const importers = registries.of('importer');
  await access(file).catch((error: unknown) => {
    throw new UsageError(`There is no file or folder ${file}.`, { cause: error });
  });
  const importer = format === undefined ? await recognise(file, importers.all()) : importers.get(format);
  const { card, tensors } = await importer.read(file, options);
  await writeModel(out, card, tensors, { dtype: precision, another: true });
  return { card, format: importer.name };
}

async function recognise(file: string, importers: readonly ImporterDefinition[]): Promise<ImporterDefinition> {
  for (const importer of importers) if (await importer.reads(file)) return importer;
  const known = importers.map(({ name }) => name).join(', ');
  throw new UsageError(`${file} is of no format that is known. Name it with --format if it is one of ${known}.`);
}
