/** For each embedding in `probes`, the place of the nearest one of `known`, by squared distance. */
export function nearestRow(probes: Float32Array, known: readonly Float32Array[]): number[] {
  const width = known[0]?.length ?? 1;
  return Array.from({ length: probes.length / width }, (_, row) => {
    const probe = probes.subarray(row * width, (row + 1) * width);
    const distances = known.map((each) =>
      each.reduce((sum, value, at) => sum + (value - (probe[at] as number)) ** 2, 0),
    );
    return distances.indexOf(Math.min(...distances));
  });
}
