import { defineDetector } from '../detector.ts';
import { faceApiOptions } from './face-api-options.ts';

/** @vladmandic/face-api's SSD and its 68 landmarks, run by the backend that edits. */
export const faceApi = defineDetector({
  name: 'face-api',
  summary: 'an SSD and 68 landmarks, weights of @vladmandic/face-api; also searches for small faces in tiles',
  options: faceApiOptions,
  async open(options) {
    const { openFaceApi } = await import('./open-face-api.ts');
    return openFaceApi(options);
  },
});
