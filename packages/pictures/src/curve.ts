/** x and y; a y that is not finite breaks the line. */
export type Point = readonly [x: number, y: number];

/** Each y as the mean of the `width` points around it, as many as there are near the ends. Gaps stay gaps. */
export function smooth(points: readonly Point[], width: number): readonly Point[] {
  const before = Math.floor((width - 1) / 2);
  const after = Math.ceil((width - 1) / 2);
  // Running sums: curves have many points and windows may be wide.
  const sums = [0];
  const counts = [0];
  for (const [, y] of points) {
    const finite = Number.isFinite(y);
    sums.push((sums.at(-1) as number) + (finite ? y : 0));
    counts.push((counts.at(-1) as number) + (finite ? 1 : 0));
  }
  return points.map(([x, y], index) => {
    const from = Math.max(0, index - before);
    const to = Math.min(points.length, index + after + 1);
    const count = (counts[to] as number) - (counts[from] as number);
    return [x, Number.isFinite(y) ? ((sums[to] as number) - (sums[from] as number)) / count : NaN];
  });
}

/** At most about `most` points that draw the same line: the lowest and the highest of every stretch, and every gap. */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil((points.length * 2) / most);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const finite = part.filter(([, y]) => Number.isFinite(y));
    const [first] = finite;
    const gap = part.find(([, y]) => !Number.isFinite(y));
    if (gap !== undefined) kept.push(gap);
    if (first === undefined) continue;
    const low = finite.reduce((least, point) => (point[1] < least[1] ? point : least), first);
    const high = finite.reduce((greatest, point) => (point[1] > greatest[1] ? point : greatest), first);
    kept.push(...(low[0] <= high[0] ? [low, high] : [high, low]));
  }
  return kept.toSorted((a, b) => a[0] - b[0]);
}

/** The last point with a value. */
export function lastPoint(points: readonly Point[]): Point | undefined {
  return points.findLast(([, y]) => Number.isFinite(y));
}

/** Moves positions apart as little as order allows, so that neighbours are `distance` away and all lie in [low, high]. */
export function spread(positions: readonly number[], distance: number, low: number, high: number): readonly number[] {
  const order = positions
    .map((_, index) => index)
    .toSorted((a, b) => (positions[a] as number) - (positions[b] as number));
  const placed = order.map((index) => positions[index] as number);
  // Groups of labels that touch share their middle.
  const groups: { members: number[]; middle: number }[] = [];
  for (const position of placed) {
    let group = { members: [position], middle: position };
    for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
      const reach = ((last.members.length + group.members.length) / 2) * distance;
      if (group.middle - last.middle >= reach) break;
      groups.pop();
      const members = [...last.members, ...group.members];
      group = { members, middle: members.reduce((sum, member) => sum + member, 0) / members.length };
    }
    groups.push(group);
  }
  const result: number[] = [];
  for (const { members, middle } of groups) {
    members.forEach((_, index) => result.push(middle + (index - (members.length - 1) / 2) * distance));
  }
  for (let index = 0; index < result.length; index++) {
    result[index] = Math.max(result[index] as number, index === 0 ? low : (result[index - 1] as number) + distance);
  }
  for (let index = result.length - 1; index >= 0; index--) {
    const limit = index === result.length - 1 ? high : (result[index + 1] as number) - distance;
    result[index] = Math.min(result[index] as number, limit);
  }
  const spreadOut: number[] = [];
  order.forEach((index, place) => (spreadOut[index] = result[place] as number));
  return spreadOut;
}
