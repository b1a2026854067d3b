import { join } from 'node:path';
import { SPLITS, UsageError, withoutUndefined } from '@attgan/core';
import { CALIBRATION, calibrateFolder, type Calibration } from '@attgan/experiment';
import type { AccuracyCurve } from '@attgan/eval';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import { choiceFlag, integerFlag, positiveFlag, positivesFlag, share, shareFlag } from '../arguments/number-flags.ts';
import type { Flags } from '../arguments/flags.ts';
import type { Command } from '../command.ts';
import { FORCE_FLAG, guardInputs, refuseExisting } from '../guard-files.ts';
import { interruptible } from '../interrupt.ts';

const PARTS = ['data', 'backend'] as const;

export const command: Command = {
  name: 'calibrate',
  summary: 'fits the strength of each attribute of a model, so that one strength suits all of them',
  usage: 'MODEL --out DIR [--data celeba --data.root DIR] [--wanted 0.85] [--others 0.15]',
  flags: {
    out: { type: 'text', summary: 'folder of the calibrated model' },
    wanted: {
      type: 'text',
      repeatable: true,
      summary: `raise each attribute until this share of its edits is read as wanted (${CALIBRATION.wanted}); Bald=0.5 sets it for one attribute`,
    },
    others: {
      type: 'text',
      summary: `stop raising where more than this share of the other attributes is read wrongly (${CALIBRATION.others})`,
    },
    strength: { type: 'text', summary: 'strength that the gains are factors of (the model’s own)' },
    strengths: {
      type: 'text',
      summary: `strengths to measure at, separated by commas (${CALIBRATION.strengths.join()})`,
    },
    split: { type: 'text', summary: `split of the faces: ${SPLITS.join(', ')} (${CALIBRATION.split})` },
    count: { type: 'text', summary: 'number of faces, from the start of the split (all)' },
    classifier: { type: 'text', summary: 'folder made by train-classifier (an installed one that fits)' },
    ...FORCE_FLAG,
  },
  parts: PARTS,
  async run({ flags, words, output, registries }) {
    const [model] = words;
    if (model === undefined || words.length > 1)
      throw new UsageError('calibrate takes one model: a folder, or the name of an installed one.');
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the calibrated model.');
    const folder = registries.model(model);
    const guard = await guardInputs([folder, join(folder, 'model.json')]);
    await guard(out);
    await refuseExisting([out], flags);
    const given = withoutUndefined({
      ...wantedFlag(flags),
      others: shareFlag(flags, 'others'),
      strength: positiveFlag(flags, 'strength'),
      strengths: positivesFlag(flags, 'strengths'),
      split: choiceFlag(flags, 'split', SPLITS),
      count: integerFlag(flags, 'count'),
      classifier: flags.text('classifier'),
    });
    const layers = sourceLayers(flags, PARTS, registries);
    await interruptible(output, 'Stopping; nothing is written.', async (signal) => {
      const { report, onProgress } = output;
      const request = { ...given, out, signal, report, onProgress };
      const calibration = await calibrateFolder(model, layers, registries, request);
      const { gains, curves, faces } = calibration;
      output.result(`${gainsText(calibration)}\nThe calibrated model is in ${out}.`, { out, gains, curves, faces });
    });
  },
};

/** `0.85` for all attributes, `Bald=0.5` for one. */
function wantedFlag(flags: Flags): { readonly wanted?: number; readonly wantedOf?: Readonly<Record<string, number>> } {
  const given = flags.all('wanted').map((text) => {
    const at = text.indexOf('=');
    return [text.slice(0, Math.max(0, at)), share('wanted', text.slice(at + 1))] as const;
  });
  const all = given.find(([attribute]) => attribute === '')?.[1];
  const single = given.filter(([attribute]) => attribute !== '');
  return {
    ...(all !== undefined && { wanted: all }),
    ...(single.length > 0 && { wantedOf: Object.fromEntries(single) }),
  };
}

/** A line an attribute: its gain, and what was measured at the strengths, in per cent. */
function gainsText({ gains, curves, faces }: Calibration): string {
  const [{ strengths }] = Object.values(curves) as [AccuracyCurve];
  const row = (name: string, ...cells: readonly string[]): string =>
    `${name.padEnd(20)} ${cells.map((cell) => cell.padStart(13)).join('')}`;
  const percent = (share: number): string => (100 * share).toFixed(1);
  const shares = ({ wanted, others }: AccuracyCurve): string[] =>
    wanted.map((share, at) => `${percent(share)} / ${percent(others[at] as number)}`);
  return [
    `Edits of ${faces} faces that were read as wanted / other attributes read wrongly, in %, by strength:`,
    row('', 'gain', ...strengths.map(String)),
    ...Object.entries(curves).map(([name, curve]) => row(name, (gains[name] as number).toFixed(2), ...shares(curve))),
  ].join('\n');
}
