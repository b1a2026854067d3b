/** A cluster of equal machines, as far as work on it is estimated. */
export interface Cluster {
  readonly machines: number;
  /** What one process sends or receives at most, megabytes a second. */
  readonly network: number;
  /** What one process sums and copies at most while gradients are reduced, megabytes a second; the network's when absent. */
  readonly reduce?: number;
  /** Of one message, seconds. */
  readonly latency: number;
}

export interface EditingWork {
  readonly photos: number;
  readonly photosInShard: number;
  /** Of a process, before its first photo, seconds. */
  readonly start: number;
  /** Of one more photo on one machine, seconds. */
  readonly each: number;
}

export interface TrainingWork {
  readonly photos: number;
  readonly epochs: number;
  /** Images in an update on each machine. */
  readonly localBatch: number;
  readonly criticUpdates: number;
  /** One update with such a batch, milliseconds. */
  readonly critic: number;
  readonly generator: number;
  /** Numbers in the gradient of either, 4 bytes each. */
  readonly parameters: { readonly critic: number; readonly generator: number };
}

/** Hours of shards in turn on every machine, nothing shared: ⌈shards / machines⌉·(start + photos in a shard·each). */
export function editingHours({ photos, photosInShard, start, each }: EditingWork, machines: number): number {
  const shards = Math.ceil(photos / photosInShard);
  return (Math.ceil(shards / machines) * (start + Math.min(photos, photosInShard) * each)) / 3600;
}

/**
 * Hours where every update is computed on each machine's share of the batch, its gradient summed by one ring, and nothing of either
 * overlaps: updates·(computation + ring). An epoch sees each photo once, in an update of the critic or, once in criticUpdates + 1, the
 * generator's.
 */
export function trainingHours(work: TrainingWork, cluster: Cluster): number {
  const { photos, epochs, localBatch, criticUpdates, parameters } = work;
  const seconds = (player: 'critic' | 'generator'): number =>
    work[player] / 1000 + ringSeconds(4 * parameters[player], cluster);
  const iteration = criticUpdates * seconds('critic') + seconds('generator');
  const updates = (photos * epochs) / (localBatch * cluster.machines);
  return ((updates / (criticUpdates + 1)) * iteration) / 3600;
}

/** How much of the machines' time is work that one machine alone would do as well: 1 is perfect. @param alone hours of one machine */
export function efficiency(alone: number, hours: number, machines: number): number {
  return alone / (hours * machines);
}

/** A ring's all-reduce: each sends and receives 2(n − 1) messages of an n-th of the bytes. 0 for one machine. */
export function ringSeconds(bytes: number, { machines, network, reduce = Infinity, latency }: Cluster): number {
  const steps = 2 * (machines - 1);
  return steps * (latency + bytes / machines / (1e6 * Math.min(network, reduce)));
}
