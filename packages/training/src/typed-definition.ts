import { withOptions, type DefinitionBase } from '@attgan/core';
import type { z } from 'zod';

/** A definition that is used directly, not looked up by its name: the compiler knows its options. */
export interface TypedDefinition<
  Kind extends string,
  Schema extends z.ZodType,
  Rest extends unknown[],
  Made,
> extends DefinitionBase<Kind, Schema> {
  /** @throws UsageError in one line that names the first option that is wrong */
  create(options: z.input<Schema>, ...rest: Rest): Made;
}

/** What is written down of a definition: `create` is given options that passed its schema, defaults filled in. */
export interface WrittenDefinition<Schema extends z.ZodType, Rest extends unknown[], Made> {
  readonly name: string;
  readonly summary: string;
  readonly options: Schema;
  create(options: z.output<Schema>, ...rest: Rest): Made;
}

/** The definition, with `create` checking options before it uses them. */
export function typedDefinition<Kind extends string, Schema extends z.ZodType, Rest extends unknown[], Made>(
  kind: Kind,
  written: WrittenDefinition<Schema, Rest, Made>,
): TypedDefinition<Kind, Schema, Rest, Made> {
  const { name, summary, options: schema } = written;
  return {
    kind,
    name,
    summary,
    options: schema,
    create: withOptions(schema, kind, (options, ...rest: Rest) => written.create(options, ...rest)),
  };
}
