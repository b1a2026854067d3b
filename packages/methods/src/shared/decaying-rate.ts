/** `rate` up to `from` of the iterations, then straight down to zero. */
export function decayingRate(rate: number, from: number, iterations: number): (iteration: number) => number {
  const start = from * iterations;
  return (iteration) =>
    iteration < start ? rate : (rate * (iterations - iteration)) / Math.max(1, iterations - start);
}

/** From `first` to `last` along a power of the share of the way; exponents below 1 fall fast at first. */
export function annealedRate(first: number, last: number, exponent: number, iterations: number) {
  return (iteration: number): number => first + (last - first) * Math.min(1, iteration / iterations) ** exponent;
}
