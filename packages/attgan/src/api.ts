import type { Plugin } from '@attgan/core';
import type { Evaluation } from '@attgan/eval';
import * as experiment from '@attgan/experiment';
import type {
  Calibration,
  CalibrationOptions,
  EvaluationOptions,
  ExperimentConfig,
  ImportOptions,
  ImportResult,
  ModelOptions,
  OpenExperiment,
  OpenModel,
} from '@attgan/experiment';
import { builtIn, FOR_EDITING } from './built-in.ts';

/** Options without those that this package fills in. */
type Given<Options> = Omit<Options, 'builtIn' | 'modules'>;

const modules = [import.meta.url];

export interface ExperimentOptions {
  /** Plugins themselves, or packages or paths of plugins as seen from `root`. */
  readonly plugins?: readonly (Plugin | string)[];
  /** The project's folder, from which named plugins are resolved; the working folder when absent. */
  readonly root?: string;
  /** Lines for the user while opening: which backend computes and why, packing, skipped images. */
  report?(this: void, line: string): void;
}

/**
 * Opens an experiment: its plugins, its data and its backend. `train` then writes a run folder, or resumes the run in that
 * folder.
 *
 * ```ts
 * const experiment = await openExperiment({ method: 'attgan', data: 'avatars', train: { iterations: 100, batch: 8 } });
 * await experiment.train({ folder: 'runs/first', report: console.log });
 * await experiment.close();
 * ```
 * @throws UsageError in one line for whatever is unknown, wrong or not used by the method
 * @throws AttganError where the data or the backend cannot open
 */
export async function openExperiment(
  config: ExperimentConfig,
  options: ExperimentOptions = {},
): Promise<OpenExperiment> {
  return experiment.openExperiment(config, { ...options, modules, builtIn: await builtIn() });
}

/**
 * Opens a model, and a backend to run it on.
 *
 * ```ts
 * const model = await openModel('runs/first/model', { backend: { name: 'tensorflow' } });
 * const [edited] = await model.edit([await loadPicture('photo.jpg')], { Eyeglasses: 'on' });
 * await model.close();
 * ```
 * @param model a model folder, or the name of an installed one; `faces-128`, `faces-64` and `avatars-64` ship with attgan
 * @throws AttganError in one line for an incomplete model, or a backend that cannot run here
 */
export async function openModel(model: string, options: Given<ModelOptions> = {}): Promise<OpenModel> {
  // Plugins of other packages may be of any kind.
  const plugins = options.plugins === undefined ? FOR_EDITING : await builtIn();
  return experiment.openModel(model, { ...options, modules, builtIn: plugins });
}

/**
 * Makes a model folder out of a file of another program: PyTorch, TensorFlow, safetensors. Nothing of the file is run.
 *
 * ```ts
 * await importModel('weights.49.pth', { out: 'models/mine', precision: 'F16' });
 * ```
 * @throws UsageError for a file of no known format or wrong options, AttganError in one line for one that is damaged or does not fit
 */
export async function importModel(file: string, options: Given<ImportOptions>): Promise<ImportResult> {
  return experiment.importModel(file, { ...options, modules, builtIn: await builtIn() });
}

/**
 * Measures the edits of a model, or of several on the same faces. The faces are those of the data that the model was trained
 * on, of the test split, unless others are named. With `out` it also writes a page, and a later call continues from what was
 * measured.
 *
 * ```ts
 * const { models } = await evaluateModel('runs/first/model', { metrics: ['reconstruction'], count: 100 });
 * ```
 * @throws UsageError for wrong options, AttganError for a folder that is not a model, InterruptedError when the signal is
 *   aborted
 */
export async function evaluateModel(
  models: string | readonly string[],
  options: Given<EvaluationOptions> = {},
): Promise<Evaluation> {
  return experiment.evaluateModel(models, { ...options, modules, builtIn: await builtIn() });
}

/**
 * Writes a copy of a model whose card has `gains`, factors on the strength by attribute, so that one strength suits all of them. They
 * are measured on faces of the validation split of the data that the model was trained on, unless others are named.
 *
 * ```ts
 * const { gains } = await calibrateModel('runs/first/model', { out: 'models/first', wanted: 0.9 });
 * ```
 * @throws UsageError for wrong options, AttganError for a folder that is not a model, InterruptedError when the signal is
 *   aborted, before anything is written
 */
export async function calibrateModel(model: string, options: Given<CalibrationOptions>): Promise<Calibration> {
  return experiment.calibrateModel(model, { ...options, modules, builtIn: await builtIn() });
}
