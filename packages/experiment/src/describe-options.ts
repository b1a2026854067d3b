import { z } from 'zod';

/** An option of a definition, for people. */
export interface OptionDescription {
  readonly name: string;
  /** What can be given: `number`, `on|off`, … */
  readonly type: string;
  /** The default as it would be typed; undefined where there is none. */
  readonly usual: string | undefined;
  readonly required: boolean;
  readonly description: string;
}

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** The options that a schema knows, in its order, with types and defaults; none for a schema of no object. */
export function describeOptions(schema: z.ZodType): readonly OptionDescription[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  return Object.entries(properties).map(([name, option]) => ({
    name,
    type: typeOf(option),
    usual: option.default === undefined ? undefined : shown(option.default),
    required: required.includes(name),
    description: option.description ?? '',
  }));
}

function typeOf({ type, enum: choices, const: only, anyOf, properties }: JsonSchema): string {
  if (choices !== undefined) return choices.map(String).join('|');
  if (only !== undefined) return typeof only === 'string' ? only : JSON.stringify(only);
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join('|');
  if (type === 'boolean') return 'true|false';
  if (type === 'string') return 'TEXT';
  if (type === 'array') return 'LIST';
  if (type === 'integer' || type === 'number') return type.toUpperCase();
  return type === 'object' || properties !== undefined ? 'JSON' : 'VALUE';
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
