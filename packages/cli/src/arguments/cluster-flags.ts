import { UsageError, type ClusterPlace } from '@attgan/core';
import { z } from 'zod';
import type { Flags, FlagSpecs } from './flags.ts';
import { integerFlag, positiveFlag } from './number-flags.ts';

/** Seconds to wait for the other processes. */
const TIMEOUT = 60;

export const CLUSTER_FLAGS: FlagSpecs = {
  cluster: {
    type: 'text',
    summary: 'train in several processes: host:port of each, separated by commas (those of TF_CONFIG, or one process)',
  },
  task: { type: 'text', summary: 'which of --cluster this process is, from 0; process 0 writes the run folder' },
  'cluster.timeout': { type: 'text', summary: `seconds to wait until the others have come (${TIMEOUT})` },
};

const addresses = z.array(z.string()).optional();
const tfConfig = z.object({
  cluster: z.object({ chief: addresses, master: addresses, worker: addresses, ps: addresses }).optional(),
  task: z.object({ type: z.string(), index: z.coerce.number().int().nonnegative() }).optional(),
});

/**
 * The place among processes that train together that the flags, or else TF_CONFIG, name; undefined for one process alone.
 * @throws UsageError for a place that cannot be
 */
export function clusterPlace(flags: Flags, config = process.env['TF_CONFIG']): ClusterPlace | undefined {
  const timeout = positiveFlag(flags, 'cluster.timeout') ?? TIMEOUT;
  const task = integerFlag(flags, 'task', 0);
  const listed = flags.text('cluster');
  if (listed === undefined && task !== undefined) {
    throw new UsageError('--task says which process of --cluster this is: give --cluster, too.');
  }
  if (listed !== undefined && task === undefined) {
    throw new UsageError('--cluster needs --task, the number of this process in the list, from 0.');
  }
  const place = listed === undefined ? placeOf(config) : { addresses: listed.split(','), task: task as number };
  if (place === undefined) return undefined;
  const from = listed === undefined ? 'TF_CONFIG' : '--cluster';
  checkPlace(place, from);
  return place.addresses.length === 1 ? undefined : { ...place, timeout };
}

function placeOf(config: string | undefined): Pick<ClusterPlace, 'addresses' | 'task'> | undefined {
  if (config === undefined || config.trim() === '') return undefined;
  const parsed = tfConfig.safeParse(parsedJson(config));
  if (!parsed.success)
    throw new UsageError('TF_CONFIG is set, but is not JSON as TensorFlow writes it. Correct or unset it.');
  const { cluster, task } = parsed.data;
  if (cluster === undefined) return undefined;
  const { chief = [], master = [], worker = [], ps = [] } = cluster;
  if (ps.length > 0) throw new UsageError('TF_CONFIG names parameter servers, and attgan trains with workers only.');
  const first = [...chief, ...master];
  const all = [...first, ...worker];
  if (all.length < 2) return undefined;
  if (task === undefined) throw new UsageError('TF_CONFIG names a cluster, but not which task of it this process is.');
  if (task.type === 'worker') return { addresses: all, task: first.length + task.index };
  if (task.type === 'chief' || task.type === 'master') return { addresses: all, task: task.index };
  throw new UsageError(
    `TF_CONFIG says that this process is of type "${task.type}"; attgan trains with chief and worker.`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkPlace({ addresses: all, task }: Pick<ClusterPlace, 'addresses' | 'task'>, from: string): void {
  const bad = all.find(
    (address) => !/^(\[[\da-fA-F:]+\]|[^\s:/[\]]+):\d{1,5}$/.test(address) || portOf(address) > 65_535,
  );
  if (bad !== undefined) throw new UsageError(`${from} has "${bad}": write host:port, such as 10.0.0.1:7777.`);
  const twice = all.find((address, index) => all.indexOf(address) < index);
  if (twice !== undefined) throw new UsageError(`${from} lists ${twice} twice; every process has a port of its own.`);
  if (task >= all.length) {
    throw new UsageError(`${from} has ${all.length} processes, numbered from 0, so there is no task ${task}.`);
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
