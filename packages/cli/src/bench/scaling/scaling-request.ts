import { UsageError } from '@attgan/core';
import { availableParallelism } from 'node:os';
import type { Flags, FlagSpecs } from '../../arguments/flags.ts';
import { positive } from '../../arguments/number-flags.ts';

/** What grows, and through which values. */
export interface ScalingRequest {
  readonly batches: readonly number[];
  readonly widths: readonly number[];
  readonly processes: readonly number[];
  readonly pictures: readonly number[];
  /** Folder of the page. */
  readonly out: string;
}

const USUAL = { batches: [1, 2, 4, 8, 16, 32], widths: [0.125, 0.25, 0.5, 1], pictures: [8, 24, 48] };

/** Flags that go with --scaling. */
export const SCALING_FLAGS: FlagSpecs = {
  out: { type: 'text', summary: 'folder of the page and the numbers of --scaling (scaling)' },
  batches: { type: 'text', summary: `batches of --scaling (${USUAL.batches.join()})` },
  widths: { type: 'text', summary: `widths of --scaling (${USUAL.widths.join()})` },
  processes: { type: 'text', summary: 'processes side by side of --scaling (1,2 and so on to the number of cores)' },
  pictures: {
    type: 'text',
    summary: `pictures of --scaling, edited by attgan edit (${USUAL.pictures.join()}); none leaves them out`,
  },
};

/** @throws UsageError for lists that are none, and for what else bench can do */
export function scalingRequest(flags: Flags): ScalingRequest {
  const other = ['layers', 'steady', 'only'].find((name) => flags.has(name));
  if (other !== undefined) throw new UsageError(`--${other} does not go with --scaling. Leave one of them out.`);
  return {
    batches: counts(flags, 'batches', USUAL.batches),
    widths: list(flags, 'widths', USUAL.widths),
    processes: counts(flags, 'processes', powersUpTo(availableParallelism())),
    pictures: flags.text('pictures') === 'none' ? [] : counts(flags, 'pictures', USUAL.pictures),
    out: flags.text('out') ?? 'scaling',
  };
}

/** @throws UsageError for flags of --scaling without it */
export function refuseScalingFlags(flags: Flags): void {
  const given = [...Object.keys(SCALING_FLAGS), 'force'].find((name) => flags.has(name));
  if (given !== undefined) throw new UsageError(`--${given} goes with --scaling. Add it, or leave --${given} out.`);
}

function counts(flags: Flags, name: string, usual: readonly number[]): readonly number[] {
  const values = list(flags, name, usual);
  const wrong = values.find((value) => !Number.isSafeInteger(value));
  if (wrong === undefined) return values;
  throw new UsageError(`--${name} "${flags.text(name)}" must be integers ≥ 1 with commas between them.`);
}

/** In rising order, each once. */
function list(flags: Flags, name: string, usual: readonly number[]): readonly number[] {
  const text = flags.text(name);
  if (text === undefined) return usual;
  return [...new Set(text.split(',').map((part) => positive(name, part)))].toSorted((a, b) => a - b);
}

/** 1, 2, 4 … and the number itself. */
function powersUpTo(most: number): number[] {
  const powers = [1];
  while ((powers.at(-1) as number) * 2 < most) powers.push((powers.at(-1) as number) * 2);
  return most > 1 ? [...powers, most] : powers;
}
