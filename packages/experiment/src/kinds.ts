import type { SinglePart } from '@attgan/core';

/** Of the two parts that are opened and closed. */
export const backendKind: SinglePart<'backend'> = {
  kind: 'backend',
  summary: 'where the numbers are computed: why it cannot run here, or an open backend',
  part: 'one',
  default: 'auto',
  usedBy: 'everyone',
};

export const dataKind: SinglePart<'data'> = {
  kind: 'data',
  summary: 'attributes, groups that exclude each other, splits, images and labels by index',
  part: 'one',
  default: 'avatars',
  usedBy: 'everyone',
};
