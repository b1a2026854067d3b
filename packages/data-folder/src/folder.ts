import { defineData } from '@attgan/core';
import { cropOf } from '@attgan/image-files';
import { alignedCrop, folderOptions } from './options.ts';

/** The data source `folder`. */
export const folder = defineData({
  name: 'folder',
  summary: 'your own pictures: a folder of images and a label file',
  options: folderOptions,
  open: async (options, request) => (await import('./folder-images.ts')).openFolder(options, request),
  crop: ({ crop }) => {
    const aligned = alignedCrop(crop);
    return aligned && cropOf(aligned);
  },
  inspect: async (options) => (await import('./folder-images.ts')).inspectFolder(options),
  pack: async (options, request) => (await import('./folder-images.ts')).packFolder(options, request),
  verify: async (options, request) => (await import('./folder-images.ts')).verifyFolder(options, request),
});
