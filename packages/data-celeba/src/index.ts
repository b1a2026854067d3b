import { definePlugin } from '@attgan/core';
import { celeba } from './celeba.ts';

export { CELEBA_ATTRIBUTES, PAPER_ATTRIBUTES } from './attributes.ts';
export { celeba } from './celeba.ts';
export { defaultPackFolder } from './cache-folder.ts';
export { CONFLICTS, EXCLUSIVE_GROUPS } from './conflicts.ts';
export type { Conflict } from './conflicts.ts';
export { CROP_NAMES, CROPS, RESAMPLING } from './crops.ts';
export type { CropName, Resampling } from './crops.ts';
export { inspectCeleba } from './inspect.ts';
export type { CelebaInspection } from './inspect.ts';
export { measureReading } from './measure-reading.ts';
export type { ReadingPlan, ReadingSpeed } from './measure-reading.ts';
export { BAD_IMAGE_CHOICES, SPLIT_NAMES } from './options.ts';
export type { CelebaOptions } from './options.ts';
export { pack } from './pack.ts';
export type { PackRequest, PackSummary } from './pack.ts';
export { verifyPack } from './verify-pack.ts';
export type { VerifyRequest, VerifySummary } from './verify-pack.ts';

export default definePlugin({ name: '@attgan/data-celeba', provides: [celeba] });
