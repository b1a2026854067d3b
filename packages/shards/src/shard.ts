import { UsageError } from '@attgan/core';

/** A part of the work: the inputs number `index`, `index + count`, `index + 2·count` and so on. */
export interface Shard {
  /** From 0 to `count` − 1, as Kubernetes and Slurm number their tasks. */
  readonly index: number;
  readonly count: number;
}

/** Where Kubernetes' Indexed Jobs and Slurm's job arrays say which task this is. */
const INDEX_VARIABLES = ['JOB_COMPLETION_INDEX', 'SLURM_ARRAY_TASK_ID'] as const;

/**
 * Reads `3/8`, the shards counting from 0 to 7, or `auto/8`, which takes the number from the environment of a Kubernetes Indexed Job or
 * a Slurm job array.
 * @throws UsageError for anything else, such as `8/8`
 */
export function parseShard(text: string, environment: Readonly<Record<string, string | undefined>>): Shard {
  const [, first = '', second = ''] = /^(\d+|auto)\/(\d+)$/.exec(text) ?? [];
  const count = Number(second);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`--shard "${text}": write I/N, such as 0/8 for the first of eight, or auto/8.`);
  }
  const index = first === 'auto' ? indexFrom(text, environment) : Number(first);
  if (index < count) return { index, count };
  const given = first === 'auto' ? `the task has the number ${index}, but` : 'but';
  throw new UsageError(`--shard "${text}": ${given} ${count} shards are numbered from 0 to ${count - 1}.`);
}

function indexFrom(text: string, environment: Readonly<Record<string, string | undefined>>): number {
  const name = INDEX_VARIABLES.find((each) => environment[each] !== undefined && environment[each] !== '');
  if (name === undefined) {
    throw new UsageError(
      `--shard "${text}": neither ${INDEX_VARIABLES.join(' nor ')} is set. Write the number instead.`,
    );
  }
  const value = environment[name] ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`--shard "${text}": ${name} is "${value}", which must be an integer ≥ 0.`);
}

/** `00003-of-00008`, as names of files have it. */
export function shardName({ index, count }: Shard): string {
  return `${padded(index)}-of-${padded(count)}`;
}

function padded(value: number): string {
  return String(value).padStart(5, '0');
}
