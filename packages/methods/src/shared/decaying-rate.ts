/** `rate` up to `from` of the iterations, then straight down to zero. */
export function decayingRate(rate: number, from: number, iterations: number): (iteration: number) => number {
  const start = from * iterations;
  return (iteration) =>
    iteration < start ? rate : (rate * (iterations - iteration)) / Math.max(1, iterations - start);
}
