import type { FreeKind } from '@attgan/core';
import type { DetectorDefinition } from './detector.ts';

export const detectorKind: FreeKind<DetectorDefinition['kind']> = {
  kind: 'detector',
  summary: 'boxes and landmarks of all faces in a picture of any size',
  part: 'none',
};
