export { compareEdit, type EditSums } from './compare-edit.ts';
export { contactSheetOf, type SheetRequest } from './contact-sheet-of.ts';
export { facePictures } from './face-pictures.ts';
export { flippedLabels } from './flipped-labels.ts';
export { readEdits, type EditReading, type ReadRequest } from './read-edits.ts';
export {
  scoreAvatarEdits,
  type AttributeScore,
  type EditScores,
  type ScoredEditor,
  type ScoreRequest,
} from './score-avatar-edits.ts';
export { scoreTable, scoreText, type Table } from './score-table.ts';
export { trainClassifier, type AttributeClassifier, type ClassifierOptions } from './train-classifier.ts';
export { writeReport, type Report, type ReportPicture } from './write-report.ts';
export type { Column, Estimate, Figure, Finding, FindingChart, FindingTable, Unit } from './finding.ts';
export { defineMetric, type MetricDefinition, type Observations, type Rows } from './metric.ts';
export type { Sample, Subject } from './sample.ts';
