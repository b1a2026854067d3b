import type { FreeKind } from '@attgan/core';
import type { ExporterDefinition } from './definitions.ts';

export const exporterKind: FreeKind<ExporterDefinition['kind']> = {
  kind: 'exporter',
  summary: 'a model written in another format, for other programs',
  part: 'none',
};
