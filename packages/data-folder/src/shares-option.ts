import { z } from 'zod';

/** How large train, validation and test are, in relation to each other. */
export type Shares = readonly [train: number, validation: number, test: number];

export const DEFAULT_SHARES: Shares = [90, 5, 5];

/** Shares of train, validation and test: an array of three numbers, or text with slashes between them. */
export const sharesOption = z.preprocess(
  (value) => (typeof value === 'string' ? value.split('/').map(numberIn) : value),
  z.custom<Shares>(isShares, 'expected the shares of train, validation and test, such as 90/5/5'),
);

function isShares(value: unknown): value is Shares {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    value.every((share) => Number.isFinite(share) && share >= 0) &&
    value.some((share) => share > 0)
  );
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
