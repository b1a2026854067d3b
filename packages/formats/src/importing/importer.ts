import { parseOptions, type DefinitionBase, type FreeKind } from '@attgan/core';
import type { z } from 'zod';
import type { ModelCard } from '../model-card.ts';
import type { TensorToWrite } from '../write-safetensors.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    importer: ImporterDefinition;
  }
}

/** A model as `writeModel` takes it. */
export interface ImportedModel {
  readonly card: ModelCard;
  /** By the names that model folders have: `generator/params/encoder/0/kernel`. */
  readonly tensors: readonly (readonly [name: string, tensor: TensorToWrite])[];
}

/** Reads models out of the files of another program. No code of a file may run. */
export interface ImporterDefinition extends DefinitionBase<'importer', z.ZodType> {
  /** Whether the file or folder is of this format, as its name and its first bytes tell. Does not throw for what it is not. */
  reads(path: string): Promise<boolean>;
  /**
   * The model in the file. Nothing is written.
   * @throws AttganError in one line for a file that is damaged, hostile or holds no such model; UsageError for wrong options
   */
  read(path: string, options: unknown): Promise<ImportedModel>;
}

export const importerKind: FreeKind<ImporterDefinition['kind']> = {
  kind: 'importer',
  summary: 'whether a file of another program is of its format, and the model that the file holds',
  part: 'none',
};

/** Types `read` by the definition's own schema. It throws a UsageError of one line for options that the schema refuses. */
export function defineImporter<Schema extends z.ZodType>(
  definition: Omit<ImporterDefinition, 'kind' | 'options' | 'read'> & {
    readonly options: Schema;
    read(path: string, options: z.output<Schema>): Promise<ImportedModel>;
  },
): ImporterDefinition {
  return {
    ...definition,
    kind: 'importer',
    read: async (path, options) =>
      definition.read(path, parseOptions(definition.options, options, `importer.${definition.name}`)),
  };
}
