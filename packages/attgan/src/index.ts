export * from './api.ts';
export { BUILT_IN } from './built-in.ts';
export {
  AttganError,
  defineBackend,
  defineData,
  definePlugin,
  InterruptedError,
  SPLITS,
  UsageError,
  type Backend,
  type Crop,
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
export { defineMetric, type Evaluation, type Finding, type MetricDefinition, type Rows, type Sample } from '@attgan/eval';
export type {
  Changes,
  Choice,
  EditOptions,
  Experiment,
  ExperimentConfig,
  OpenExperiment,
  OpenModel,
  Progress,
  TrainingRequest,
  TrainingResult,
  Watch,
} from '@attgan/experiment';
export { defineCritic, defineGenerator, type Critic, type Generator } from '@attgan/nets';
export { loadPicture, savePicture, type Picture } from '@attgan/pictures';
export {
  defineAdversarial,
  defineConstraint,
  defineMethod,
  defineReconstruction,
  type Adversarial,
  type Constraint,
  type Game,
  type MethodParts,
  type Reconstruction,
} from '@attgan/training';
