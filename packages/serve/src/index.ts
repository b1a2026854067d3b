export { findSite } from './find-site.ts';
export { startServer, type RunningServer, type ServerOptions } from './start-server.ts';
export type { ServedModel } from './served-files.ts';
export { writeSite } from './write-site.ts';
