import { defineData } from '@attgan/core';
import { cropOf } from '@attgan/image-files';
import { celebaOptions } from './options.ts';

/** The data source `celeba`. */
export const celeba = defineData({
  name: 'celeba',
  summary: 'CelebA: 202,599 aligned photos with 40 attributes, from your own copy',
  options: celebaOptions,
  open: async (options, request) => (await import('./celeba-images.ts')).openCeleba(options, request),
  crop: (options) => cropOf(options.crop),
  inspect: async (options) => (await import('./celeba-images.ts')).inspectCeleba(options),
  pack: async (options, request) => (await import('./celeba-images.ts')).packCeleba(options, request),
  verify: async (options, request) => (await import('./celeba-images.ts')).verifyCeleba(options, request),
});
