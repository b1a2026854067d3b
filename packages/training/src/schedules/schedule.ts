import type { DefinitionBase } from '@attgan/core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from '../typed-definition.ts';

/**
 * The factor in [0, 1] by which a learning rate is multiplied in an iteration, from 0, of so many. It depends on nothing else,
 * so a resumed training needs no saved state for it.
 */
export type Schedule = (iteration: number, iterations: number) => number;

export interface ScheduleDefinition extends DefinitionBase<'schedule', z.ZodType> {
  create(options: unknown): Schedule;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineSchedule<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Schedule>,
): TypedDefinition<'schedule', Schema, [], Schedule> {
  return typedDefinition('schedule', definition);
}
