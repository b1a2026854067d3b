/** The standard normal quantile of 97.5 %. */
const Z = 1.96;

/**
 * The 95 % interval of a share p in [0, 1] seen in n independent trials (Wilson 1927):
 * (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It needs the share alone, where no single trials are kept.
 */
export function wilsonInterval(share: number, count: number): { readonly low: number; readonly high: number } {
  const squared = Z ** 2 / count;
  const middle = share + squared / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / count + squared / (4 * count));
  const clamp = (value: number): number => Math.min(1, Math.max(0, value / (1 + squared)));
  return { low: clamp(middle - half), high: clamp(middle + half) };
}
