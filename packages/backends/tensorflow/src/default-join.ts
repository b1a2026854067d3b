/**
 * Joining copies a parameter, its gradient and its slots, and what becomes of them back: with Adam 56 bytes read or written for each
 * number, which at 1 TB/s takes a million numbers as long as the dozen operations that it saves take to start, 5 µs each.
 */
export const JOINED_ON_GPU = 2 ** 20;

/**
 * Up to how many numbers tensors are joined unless the user says otherwise. A CPU starts operations quickly, and XLA makes one of all
 * that happens to a tensor.
 */
export function defaultJoin({ device, compile }: { readonly device: string; readonly compile: string }): number {
  return device !== 'cpu' && compile === 'off' ? JOINED_ON_GPU : 0;
}
