/*
 * Reads the first `count` images of a split in order, in batches of `batch` of which `ahead` are asked for at once, as a
 * trainer that reads ahead does. The first batch warms up and is not counted.
 */
export async function measureReading(data, { split, count, batch, ahead }) {
  const batches = [];
  for (let start = 0; start + batch <= Math.min(count, data.counts[split]); start += batch) {
    batches.push(Array.from({ length: batch }, (_, index) => start + index));
  }
  const [first = [], ...rest] = batches;
  await data.load(split, first);
  let images = 0;
  const queue = rest.values();
  const usage = process.cpuUsage();
  const started = performance.now();
  const read = async () => {
    for (const indices of queue) images += (await data.load(split, indices)).count;
  };
  await Promise.all(Array.from({ length: ahead }, read));
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(usage);
  return {
    images,
    imagesPerSecond: (images / milliseconds) * 1000,
    /** Processor time of the whole process for each image. */
    processorMilliseconds: (user + system) / 1000 / images,
  };
}
