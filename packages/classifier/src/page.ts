// What a page may use: classifiers in memory. `index.ts` adds what trains them, and reads and writes files.
export type { AttributeClassifier } from './attribute-classifier.ts';
export type { AttributeReader } from './attribute-reader.ts';
export type { ClassifierAccuracy, ClassifierCard, ClassifierFile, ClassifierTraining } from './classifier-card.ts';
export type { ClassifierLayer } from './classifier-network.ts';
export { CLASSIFIER_PRESETS, type ClassifierPreset, type ClassifierPresetName } from './classifier-presets.ts';
export { loadClassifierFrom, type SavedClassifier } from './load-classifier.ts';
export { measureClassifier } from './measure-classifier.ts';
export { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE, parseClassifierFile } from './parse-classifier-file.ts';
