import { defineData } from '@attgan/core';
import { cropOf } from './crops.ts';
import { celebaOptions } from './options.ts';

/** The data source `celeba`. */
export const celeba = defineData({
  name: 'celeba',
  summary: 'CelebA: 202,599 aligned photos with 40 attributes, from your own copy',
  options: celebaOptions,
  open: async (options, request) => (await import('./open-celeba.ts')).openCeleba(options, request),
  crop: (options) => cropOf(options.crop),
});
