import { z } from 'zod';
import { UsageError } from './errors.ts';
import { suggestion } from './nearest.ts';

/**
 * `value` checked by `schema`, defaults filled in.
 * @param where the path of `value` in the configuration, for messages
 * @throws UsageError that names the first invalid option
 */
export function parseOptions<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [where, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] as string;
    throw new UsageError(
      oneLine(`Unknown option ${path === '' ? '' : `${path}.`}${key}. ${suggestion(key, keysOf(schema))}`),
    );
  }
  const message = issue?.message ?? 'is not valid';
  // A message that begins with a flag needs no path.
  throw new UsageError(oneLine(message.startsWith('--') ? `${message}.` : `${path}: ${message}.`));
}

/** Keys may be anything that JSON can write. */
function oneLine(message: string): string {
  return message.replaceAll(/[\r\n]+/g, ' ');
}

/** The keys an object schema knows; none for others. */
export function keysOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : [];
}
