export { findSite } from './find-site.ts';
export type { RunStatus } from './run-status.ts';
export type { MetricsLine } from './thin-metrics.ts';
export { startServer, type RunningServer, type ServerOptions } from './start-server.ts';
export type { ServedModel } from './served-files.ts';
export { writeSite } from './write-site.ts';
