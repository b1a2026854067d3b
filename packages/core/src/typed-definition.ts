import type { z } from 'zod';
import { parseOptions } from './parse-options.ts';

/**
 * `use` for callers: it takes options as a user writes them, checks them, and fills in defaults before it calls `use`. Where
 * the definition is known by name, as in `attganGenerator.create({ preset: 'paper-64' }, 13)`, the compiler checks the options
 * as well; through a registry they are unknown.
 * @param where begins the path of a wrong option in messages: `generator` for `generator.preset`
 * @throws UsageError in one line, when called with options that the schema refuses
 */
export function withOptions<Schema extends z.ZodType, Others extends unknown[], Result>(
  schema: Schema,
  where: string,
  use: (options: z.output<Schema>, ...others: Others) => Result,
): (options: z.input<Schema>, ...others: Others) => Result {
  return (options, ...others) => use(parseOptions(schema, options, where), ...others);
}
