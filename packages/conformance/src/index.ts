export type { ConformanceCase, Deviation, Need } from './case.ts';
export { checkBackend, type CheckRequest } from './check-backend.ts';
export { conformanceCases } from './conformance-cases.ts';
export type { CaseResult, ConformanceReport, LayerSpeed } from './report.ts';
export type { Session } from './session.ts';
