import { UsageError } from '@attgan/core';
import { z } from 'zod';
import { scaleWidth } from '../architecture.ts';
import type { Block } from '../stack.ts';

/** Options of the networks of all methods but AttGAN. */
export const sizedOptions = z.strictObject({
  size: z.int().min(32).max(384).default(64).describe('height and width of the images, pixels'),
  width: z.number().positive().default(1).describe('factor on every hidden width'),
});

/** The blocks with their hidden widths multiplied; those of images and of outputs of fixed length stay. */
export function widened(blocks: readonly Block[], width: number, fixed: readonly number[] = [1, 3]): Block[] {
  return blocks.map((block) =>
    fixed.includes(block.filters) ? block : { ...block, filters: scaleWidth(block.filters, width) },
  );
}

/** @throws UsageError where halving does not lead from `size` to `bottom` */
export function halvings(size: number, bottom: number): number {
  const count = Math.log2(size / bottom);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`Images of ${size} px cannot be halved down to ${bottom} px. Choose 64 or 128.`);
}
