import { AttganError, UsageError } from '@attgan/core';
import { DEFAULT_STRENGTH } from '@attgan/editor';
import { accuracyCurves, chooseGains, type AccuracyCurve, type GainsRequest, type MetricResult } from '@attgan/eval';
import { readModel, writeModel, type ModelCard } from '@attgan/formats';
import type { Loose } from '../experiment.ts';
import { openRegistries, type PluginSources, type Registries } from '../registries.ts';
import { evaluateFolders, evaluationLayers, type EvaluationOptions } from './evaluate-models.ts';

/** Where gains are looked for. */
export const CALIBRATION = { wanted: 0.85, others: 0.15, strengths: [1, 1.5, 2, 2.5, 3], split: 'validation' } as const;

export interface CalibrationRequest
  extends
    Partial<GainsRequest>,
    Pick<EvaluationOptions, 'split' | 'count' | 'strengths' | 'classifier' | 'signal' | 'report' | 'onProgress'> {
  /** Folder of the calibrated model. One that is there is replaced. */
  readonly out: string;
}

export interface CalibrationOptions
  extends CalibrationRequest, Pick<EvaluationOptions, 'data' | 'backend'>, PluginSources {}

export interface Calibration {
  /** Of the calibrated model. */
  readonly card: ModelCard;
  /** Factors on the strength by attribute, of the card. */
  readonly gains: Readonly<Record<string, number>>;
  /** What was measured of the model as it was, by attribute. */
  readonly curves: Readonly<Record<string, AccuracyCurve>>;
  readonly faces: number;
}

/**
 * Writes a copy of a model with gains, factors on the strength by attribute: each attribute's is the least at which edits are read as
 * wanted as often as asked, and at which others are not read wrongly too often. Measured on the validation split of its data, unless
 * another is named, so that figures of the test split stay honest.
 * @param model a model folder, or the name of an installed one
 * @throws UsageError for wrong options, AttganError for a folder that is not a model, InterruptedError when the signal is aborted
 */
export async function calibrateModel(
  model: string,
  { data, backend, ...request }: CalibrationOptions,
): Promise<Calibration> {
  const layers = evaluationLayers({ data, backend });
  return calibrateFolder(model, layers, await openRegistries(request), request);
}

/** The same with registries that are open, and layers that say which data and which backend. */
export async function calibrateFolder(
  model: string,
  layers: readonly Loose[],
  registries: Registries,
  { out, wanted, wantedOf = {}, others, strength: asked, ...protocol }: CalibrationRequest,
): Promise<Calibration> {
  const { card, tensors } = await readModel(registries.model(model));
  const unknown = Object.keys(wantedOf).find((name) => !card.attributes.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`The model has no attribute ${unknown}. It has: ${card.attributes.join(', ')}.`);
  }
  const strength = asked ?? card.strength ?? DEFAULT_STRENGTH;
  const goal = { wanted: wanted ?? CALIBRATION.wanted, wantedOf, others: others ?? CALIBRATION.others, strength };
  const { split, strengths } = { ...CALIBRATION, ...protocol };
  const { evaluation } = await evaluateFolders([model], layers, registries, {
    ...protocol,
    split,
    strength,
    strengths,
    metrics: ['attribute-accuracy'],
    faceless: true,
  });
  const [{ findings }] = evaluation.models as [(typeof evaluation.models)[number]];
  const measured = findings['attribute-accuracy'] as MetricResult;
  if ('unavailable' in measured) throw new AttganError(`Edits cannot be read: ${measured.unavailable}`);
  const all = [...new Set([...strengths, strength])].toSorted((a, b) => a - b);
  const curves = accuracyCurves(measured.finding, card.attributes, all);
  const factors = chooseGains(curves, goal);
  const gains = Object.fromEntries(
    card.attributes.map((name) => [name, Number(((factors[name] as number) * (card.gains?.[name] ?? 1)).toFixed(3))]),
  );
  const { faces, data } = evaluation;
  const calibration = { ...goal, split, faces, data, classifier: evaluation.classifier?.sha256 };
  const calibrated = { ...card, strength, gains, provenance: { ...card.provenance, calibration } };
  const stored = [...tensors].map(([name, { shape, values }]) => [name, { shape, values: values() }] as const);
  const half = [...tensors.values()].every(({ dtype }) => dtype === 'F16');
  await writeModel(out, calibrated, stored, { dtype: half ? 'F16' : 'F32', another: true });
  return { card: calibrated, gains, curves, faces };
}
