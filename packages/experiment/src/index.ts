export * from './assignment.ts';
export * from './choose-backend.ts';
export * from './composition/compose.ts';
export { createGame, createParts, imageSizeOf } from './composition/create-game.ts';
export * from './experiment-config.ts';
export * from './experiment.ts';
export * from './load-plugins.ts';
export * from './merge-layers.ts';
export * from './open-backend.ts';
export * from './registries.ts';
export * from './resolve-experiment.ts';
export * from './models/import-model.ts';
export * from './models/open-model.ts';
export { USUAL_DETECTOR, type EditPhotoOptions, type FaceChoice } from './models/photo-editing.ts';
export * from './open-experiment.ts';
export * from './training/saved-experiment.ts';
export * from './training/train-experiment.ts';
export * from './watch.ts';
export {
  CALIBRATION,
  calibrateFolder,
  calibrateModel,
  type Calibration,
  type CalibrationOptions,
  type CalibrationRequest,
} from './evaluation/calibrate-model.ts';
export {
  evaluateFolders,
  evaluateModel,
  observeFolders,
  type EvaluationOptions,
  type EvaluationResult,
} from './evaluation/evaluate-models.ts';
export { evaluatePhotos, type PhotoEvaluationRequest } from './evaluation/evaluate-photos.ts';
export { type MetricChoice, type Protocol, STRENGTHS } from './evaluation/evaluation-request.ts';
export { openSources, type Sources } from './open-sources.ts';
export { sharedBy } from './study/shared-by.ts';
export { runStudy, type StudyRequest, type StudyResult } from './study/run-study.ts';
export * from './describe-options.ts';
export { trainClassifierFor, type ClassifierRequest } from './evaluation/train-classifier-for.ts';
export * from './training/check-resumable.ts';
export * from './without-writes.ts';
