import { definePlugin } from '@attgan/core';
import { detectorKind } from './detecting/detector-kind.ts';
import { faceApi } from './detecting/face-api/face-api.ts';
import { noDetector } from './detecting/none.ts';

/** The detectors that come along, and their kind. */
export default definePlugin({
  name: '@attgan/photos',
  kinds: [detectorKind],
  provides: [faceApi, noDetector],
});
