import type { Crop } from '@attgan/core';

/** The shape of every image in `img_align_celeba`, pixels. */
export const ALIGNED_WIDTH = 178;
export const ALIGNED_HEIGHT = 218;

/** Resampling kernels; each is widened when shrinking, so nothing aliases. */
export const RESAMPLING = ['bicubic', 'lanczos3', 'linear'] as const;
export type Resampling = (typeof RESAMPLING)[number];

/** Left, top and edge of a square, pixels of the image. */
export type Square = Pick<Crop, 'x' | 'y' | 'edge'>;

interface NamedCrop extends Square {
  /** The kernel its source shrinks with. */
  readonly resample: Resampling;
  /** Whose crop it is. */
  readonly source: string;
}

/** The squares that published work cuts from an aligned image. */
export const CROPS = {
  attgan: { x: 3, y: 26, edge: 170, resample: 'bicubic', source: 'AttGAN and STGAN in TensorFlow' },
  pytorch: { x: 4, y: 24, edge: 170, resample: 'linear', source: 'AttGAN in PyTorch: the centre 170' },
  vaegan: { x: 15, y: 40, edge: 148, resample: 'bicubic', source: 'VAE/GAN, and AttGAN at 64 pixels' },
  icgan: { x: 30, y: 40, edge: 138, resample: 'bicubic', source: 'IcGAN' },
  'center-178': { x: 0, y: 20, edge: 178, resample: 'lanczos3', source: 'Fader networks and StarGAN' },
} as const satisfies Record<string, NamedCrop>;

export type CropName = keyof typeof CROPS;
export const CROP_NAMES = Object.keys(CROPS) as [CropName, ...CropName[]];

/**
 * Which square of an image is used. A `Crop` is for images of one shape; `square` takes the largest in the middle, as
 * editing does with a photo of any shape; `none` takes images that are square already.
 */
export type CropRule = Crop | 'square' | 'none';

/** The square of an image of this shape; a text says why it has none. */
export function squareOf(rule: CropRule, width: number, height: number): Square | string {
  if (typeof rule === 'object') {
    const { x, y, edge } = rule;
    if (width === rule.width && height === rule.height) return { x, y, edge };
    return `it is ${width}x${height}, expected ${rule.width}x${rule.height}`;
  }
  const edge = Math.min(width, height);
  if (rule === 'none' && width !== height) {
    return `it is ${width}x${height} and not square; set the option crop to square to use its middle`;
  }
  return { x: Math.floor((width - edge) / 2), y: Math.floor((height - edge) / 2), edge };
}

/** The named square, with the photo shape it is meant for. */
export function cropOf(name: CropName): Crop {
  const { x, y, edge } = CROPS[name];
  return { width: ALIGNED_WIDTH, height: ALIGNED_HEIGHT, x, y, edge };
}
