import { withOptions, type DefinitionBase } from '@attgan/core';
import type { StoredModel } from '@attgan/formats';
import type { z } from 'zod';

declare module '@attgan/core' {
  interface DefinitionKinds {
    exporter: ExporterDefinition;
  }
}

/** A model that is to be written in another format. */
export interface ModelToExport extends StoredModel {
  /** The folder it was read from, for messages. */
  readonly folder: string;
}

export interface ExporterDefinition<Schema extends z.ZodType = z.ZodType> extends DefinitionBase<'exporter', Schema> {
  /**
   * Writes the model; what is written is there whole or not at all.
   * @param file path that the user named
   * @returns paths of what was written
   * @throws UsageError for wrong options, AttganError for a model that the format cannot hold
   */
  write(options: z.input<Schema>, model: ModelToExport, file: string): Promise<readonly string[]>;
  /** Paths that `write` would write, given the same options and path; the path itself when absent. */
  targets?(options: z.input<Schema>, file: string): readonly string[];
}

/** Types `write` by the definition's schema and checks options before it sees them. */
export function defineExporter<Schema extends z.ZodType>(
  definition: Omit<ExporterDefinition, 'kind' | 'options' | 'write' | 'targets'> & {
    readonly options: Schema;
    write(options: z.output<Schema>, model: ModelToExport, file: string): Promise<readonly string[]>;
    targets?(options: z.output<Schema>, file: string): readonly string[];
  },
): ExporterDefinition<Schema> {
  const { targets, ...rest } = definition;
  return {
    ...rest,
    kind: 'exporter',
    write: withOptions(definition.options, definition.name, definition.write),
    ...(targets && { targets: withOptions(definition.options, definition.name, targets) }),
  };
}
