import type { FreeKind } from '@attgan/core';
import type { MetricDefinition } from './metric.ts';

export const metricKind: FreeKind<MetricDefinition['kind']> = {
  kind: 'metric',
  summary: 'what to look at in each batch of faces and edits, and what the numbers of all faces say',
  part: 'none',
};
