import type { SinglePart } from '@attgan/core';

/** Of the two parts that are opened and closed. */
export const backendKind: SinglePart<'backend'> = {
  kind: 'backend',
  summary: 'the library and device that compute, or why they are not available here',
  part: 'one',
  default: 'auto',
  usedBy: 'everyone',
};

export const dataKind: SinglePart<'data'> = {
  kind: 'data',
  summary: 'the training data: attributes, exclusive groups, splits, and images with their labels by index',
  part: 'one',
  default: 'avatars',
  usedBy: 'everyone',
};
