export { compareEdit, type EditSums } from './scores/compare-edit.ts';
export { contactSheetOf, type SheetRequest } from './sheets/contact-sheet-of.ts';
export { flipAttributes, type FlippedFace, type FlipRequest } from './sheets/flip-attributes.ts';
export { flippedLabels } from './evaluation/flipped-labels.ts';
export { type AttributeScore, type EditScores } from './true-edits/edit-scores.ts';
export { scoreAvatarEdits, type ScoredEditor, type ScoreRequest } from './true-edits/score-avatar-edits.ts';
export { scoreTable, scoreText, type Table } from './true-edits/score-table.ts';
export { augmentedDataset } from './augmentation/augmented-dataset.ts';
export { bootstrapMean, bootstrapStatistic } from './scores/bootstrap.ts';
export { measureAugmentation } from './augmentation/measure-augmentation.ts';
export { evaluationText } from './report/evaluation/evaluation-text.ts';
export { type EvaluatedModel, type Evaluation, type EvaluationPicture } from './report/evaluation/evaluation.ts';
export { writeEvaluation } from './report/evaluation/write-evaluation.ts';
export { writeReport, type Report, type ReportPicture } from './report/edits/write-report.ts';
export type { Column, Estimate, Figure, Finding, FindingChart, FindingTable, Unit } from './finding.ts';
export { defineFaceMetric, type FaceMetric } from './metrics/define-face-metric.ts';
export { defineMetric, type MetricDefinition, type Observations, type Rows } from './metrics/metric.ts';
export type { Sample, Subject } from './evaluation/sample.ts';
export { createSample, type EvaluatedEditor } from './evaluation/create-sample.ts';
export { evaluateModel, type MetricResult } from './evaluation/evaluate-model.ts';
export {
  observeFaces,
  type EvaluateRequest,
  type FaceShard,
  type RequestedMetric,
} from './evaluation/observe-faces.ts';
export {
  findObservedShards,
  mergeObservations,
  writeObservedShard,
  type ObservedShard,
} from './evaluation/observed-shard.ts';
export { evaluationPictures } from './sheets/evaluation-pictures.ts';
export { openRecogniser, type FaceRecogniser } from './recogniser/face-recogniser.ts';
export { attributeAccuracy } from './metrics/attribute-accuracy.ts';
export { groundTruth } from './metrics/ground-truth.ts';
export { identity } from './metrics/identity.ts';
export { intensity } from './metrics/intensity.ts';
export { realism } from './metrics/realism.ts';
export { reconstruction } from './metrics/reconstruction.ts';
export { uniformity } from './metrics/uniformity.ts';
export { metrics, metrics as default } from './metrics/index.ts';
export { openObservations, type KeptObservations, type ObservationStore } from './evaluation/observation-store.ts';
export { accuracyCurves, type AccuracyCurve } from './calibration/accuracy-curves.ts';
export { chooseGains, type GainsRequest } from './calibration/choose-gains.ts';
export { checkStudyLength } from './study/check-study-length.ts';
export { judgeClaim, type Judged } from './study/judge-claim.ts';
export { studyPlan, type Claim, type StudyPlan } from './study/study-plan.ts';
export { studyText } from './study/study-text.ts';
export { type Study, type StudyPicture, type StudyRun } from './study/study.ts';
export type { FlippedBy } from './sheets/side-by-side.ts';
export { writeStudy } from './study/write-study.ts';
export { evaluatePastes, type PasteRequest } from './pasting/evaluate-pastes.ts';
export { type PasteEvaluation, type PasteFinding } from './pasting/paste-evaluation.ts';
export { pastesText } from './pasting/pastes-text.ts';
export { type WholePhoto } from './pasting/photo-set.ts';
export { writePastes } from './pasting/write-pastes.ts';
export { betterFit, fitAffine, fitGrowth, fitPower, type Growth, type GrowthPoint } from './scaling/fit-growth.ts';
export { type Scaling, type ScalingPoint, type ScalingSeries } from './scaling/scaling.ts';
export { scalingSeries } from './scaling/scaling-series.ts';
export { scalingText } from './scaling/scaling-text.ts';
export { SCALING_FILES, writeScaling } from './scaling/write-scaling.ts';
export { estimateAssumptions, measuredGpu, type EstimateAssumptions } from './scaling/estimate-assumptions.ts';
export { estimateTables, type EstimateTables } from './scaling/estimate-tables.ts';
