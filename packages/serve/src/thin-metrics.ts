/** A line of `metrics.jsonl`; a value that was not finite is null. */
export type MetricsLine = Readonly<Record<string, number | null>> & { readonly iteration: number };

/**
 * At most `most` lines: as many neighbouring ones as needed become one, with the means of their values and the last one's iteration.
 */
export function thinMetrics(lines: readonly MetricsLine[], most: number): readonly MetricsLine[] {
  const size = Math.ceil(lines.length / most);
  if (size <= 1) return lines;
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, group) =>
    meanOf(lines.slice(group * size, (group + 1) * size)),
  );
}

function meanOf(lines: readonly MetricsLine[]): MetricsLine {
  const names = new Set(lines.flatMap((line) => Object.keys(line)));
  const means = [...names].flatMap((name) => {
    const values = lines.map((line) => line[name]).filter((value) => typeof value === 'number');
    return values.length === 0 ? [] : [[name, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  return { ...Object.fromEntries(means), iteration: lines.at(-1)?.iteration ?? 0 };
}
