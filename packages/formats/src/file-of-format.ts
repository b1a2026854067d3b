import { AttganError } from '@attgan/core';
import type { z } from 'zod';
import { firstIssue } from './model-card.ts';

/**
 * A card that was parsed, checked: its format number first, since another version may have written the rest otherwise.
 * @param path stands for the file in messages
 * @throws AttganError in one line when it is from another version, or not valid
 */
export function fileOfFormat<T>(value: unknown, format: number, schema: z.ZodType<T>, path: string): T {
  const found = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (found !== format) {
    const has = typeof found === 'number' ? `has format ${found}` : 'has no format number';
    throw new AttganError(`${path} ${has}; this version of attgan reads format ${format} only.`);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new AttganError(`${path} is not valid: ${firstIssue(result.error)}.`);
  return result.data;
}
