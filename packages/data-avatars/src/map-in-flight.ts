/** `Promise.all(items.map(work))` with at most `limit` under way, so that a large request does not flood the pool. */
export async function mapInFlight<T, U>(
  items: readonly T[],
  limit: number,
  work: (item: T, position: number) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item, position);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
