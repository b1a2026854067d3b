import type { FreeKind } from '@attgan/core';
import type { MetricDefinition } from './metric.ts';

export const metricKind: FreeKind<MetricDefinition['kind']> = {
  kind: 'metric',
  summary: 'a measurement of edits: what is observed in each batch, and the figures over all faces',
  part: 'none',
};
