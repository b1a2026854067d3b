import type { Dataset, Split } from '@attgan/core';

export interface ReadingSpeed {
  readonly images: number;
  readonly imagesPerSecond: number;
  /** Processor time of the whole process for each image, milliseconds. */
  readonly processorMilliseconds: number;
}

export interface ReadingPlan {
  readonly split: Split;
  readonly count: number;
  readonly batch: number;
  /** Batches asked for at once, as a trainer that reads ahead does. */
  readonly ahead: number;
}

/** Reads the first `count` images of a split in order, in batches; the first batch warms up and is not counted. */
export async function measureReading(data: Dataset, plan: ReadingPlan): Promise<ReadingSpeed> {
  const batches: number[][] = [];
  for (let start = 0; start + plan.batch <= Math.min(plan.count, data.counts[plan.split]); start += plan.batch) {
    batches.push(Array.from({ length: plan.batch }, (_, index) => start + index));
  }
  const [first = [], ...rest] = batches;
  await data.load(plan.split, first);
  let images = 0;
  const queue = rest.values();
  const usage = process.cpuUsage();
  const started = performance.now();
  const read = async (): Promise<void> => {
    for (const indices of queue) {
      const { count } = await data.load(plan.split, indices);
      images += count;
    }
  };
  await Promise.all(Array.from({ length: plan.ahead }, read));
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(usage);
  return {
    images,
    imagesPerSecond: (images / milliseconds) * 1000,
    processorMilliseconds: (user + system) / 1000 / images,
  };
}
