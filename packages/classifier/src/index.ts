export type { Augmentation } from './augment-images.ts';
export { openClassifier } from './open-classifier.ts';
export * from './page.ts';
export { checkClassifierFolder, saveClassifier } from './save-classifier.ts';
export { trainClassifier, type ClassifierOptions, type ClassifierProgress } from './train-classifier.ts';
