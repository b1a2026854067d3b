export * from './api.ts';
export { builtIn } from './built-in.ts';
export {
  AttganError,
  createDataset,
  defineBackend,
  defineData,
  definePlugin,
  InterruptedError,
  randomKey,
  SPLITS,
  UsageError,
  type Backend,
  type Crop,
  type DataRequest,
  type Dataset,
  type Definition,
  type DefinitionKinds,
  type Kind,
  type KindDefinition,
  type LabelledImages,
  type ListedPart,
  type PartValues,
  type Plugin,
  type SinglePart,
  type Split,
} from '@attgan/core';
export type { Change, Editor } from '@attgan/editor';
export {
  bootstrapMean,
  defineFaceMetric,
  defineMetric,
  type Estimate,
  type Evaluation,
  type Finding,
} from '@attgan/eval';
export type { MetricDefinition, Rows, Sample, Subject } from '@attgan/eval';
export { ones, Weight, zeros, type TensorTree, type WeightsOf } from '@attgan/kernels';
export type {
  Calibration,
  Changes,
  Choice,
  EditOptions,
  EditPhotoOptions,
  Experiment,
  ExperimentConfig,
  ImportRequest,
  ImportResult,
  OpenExperiment,
  OpenModel,
  Progress,
  TrainingRequest,
  TrainingResult,
  Watch,
} from '@attgan/experiment';
export { besideEach, defineCritic, defineGenerator, kernelWeight, type Critic, type Generator } from '@attgan/nets';
export {
  defineDetector,
  readPhoto,
  writePhoto,
  type Detector,
  type FoundFace,
  type PhotoEdit,
  type PhotoFace,
} from '@attgan/photos';
export { loadPicture, savePicture, type Picture } from '@attgan/pictures';
export {
  defineAdversarial,
  defineConstraint,
  defineMethod,
  defineOptimizer,
  defineReconstruction,
  defineSchedule,
  type Adversarial,
  type Constraint,
  type Game,
  type MethodParts,
  type Optimizer,
  type Reconstruction,
  type Schedule,
} from '@attgan/training';
