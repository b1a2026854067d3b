export { compareEdit, type EditSums } from './compare-edit.ts';
export { contactSheetOf, type SheetRequest } from './contact-sheet-of.ts';
export { facePictures } from './face-pictures.ts';
export { flipAttributes, type FlippedFace, type FlipRequest } from './flip-attributes.ts';
export { flippedLabels } from './flipped-labels.ts';
export {
  scoreAvatarEdits,
  type AttributeScore,
  type EditScores,
  type ScoredEditor,
  type ScoreRequest,
} from './score-avatar-edits.ts';
export { scoreTable, scoreText, type Table } from './score-table.ts';
export type { AttributeClassifier } from './attribute-classifier.ts';
export { augmentedDataset } from './augmented-dataset.ts';
export { bootstrapMean, bootstrapStatistic } from './bootstrap.ts';
export { type ClassifierAccuracy } from './classifier-card.ts';
export { CLASSIFIER_PRESETS, type ClassifierPresetName } from './classifier-presets.ts';
export { measureAugmentation } from './measure-augmentation.ts';
export { measureClassifier } from './measure-classifier.ts';
export { openClassifier, type SavedClassifier } from './open-classifier.ts';
export { checkClassifierFolder, CLASSIFIER_FILE, saveClassifier } from './save-classifier.ts';
export { trainClassifier, type ClassifierOptions } from './train-classifier.ts';
export { evaluationText } from './report/evaluation-text.ts';
export { type EvaluatedModel, type Evaluation, type EvaluationPicture } from './report/evaluation.ts';
export { writeEvaluation } from './report/write-evaluation.ts';
export { writeReport, type Report, type ReportPicture } from './write-report.ts';
export type { Column, Estimate, Figure, Finding, FindingChart, FindingTable, Unit } from './finding.ts';
export { defineMetric, type MetricDefinition, type Observations, type Rows } from './metric.ts';
export type { Sample, Subject } from './sample.ts';
export { createSample, type EvaluatedEditor } from './create-sample.ts';
export { evaluateModel, type EvaluateRequest, type MetricResult } from './evaluate-model.ts';
export { evaluationPictures } from './evaluation-pictures.ts';
export { openRecogniser, type FaceRecogniser } from './face-recogniser.ts';
export { metrics } from './metrics/index.ts';
export { openObservations, type ObservationStore } from './observation-store.ts';
export { judgeClaim, type Judged } from './study/judge-claim.ts';
export { studyPlan, type Claim, type StudyPlan } from './study/study-plan.ts';
export { studyText } from './study/study-text.ts';
export { type Study, type StudyPicture, type StudyRun } from './study/study.ts';
export type { FlippedBy } from './side-by-side.ts';
export { writeStudy } from './study/write-study.ts';
