import { randomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapMean } from '../scores/bootstrap.ts';
import type { Estimate, Finding } from '../finding.ts';
import { meanAbsoluteError } from '../scores/mean-absolute-error.ts';
import { defineMetric, type Rows } from './metric.ts';
import { psnr } from '../scores/psnr.ts';
import { ssim } from '../scores/ssim.ts';
import type { Picture } from '@attgan/pictures';

/** A copy without any error has an infinite ratio, which no mean survives. */
const LARGEST_PSNR = 100;

const COLUMNS = [
  { row: 'psnr', name: 'PSNR', unit: 'decibels', better: 'higher' },
  { row: 'ssim', name: 'SSIM', unit: 'number', better: 'higher' },
  { row: 'l1', name: 'L1, 255ths', unit: 'levels', better: 'lower' },
] as const;

/** How well faces come through the networks when nothing is changed. */
export const reconstruction = defineMetric({
  name: 'reconstruction',
  summary: 'quality of reconstructions, where nothing is changed (PSNR, SSIM, L1)',
  options: z.strictObject({}),
  async observe(sample) {
    const copies = await sample.reconstructions();
    const of = (measure: (face: Picture, copy: Picture) => number): Rows => ({
      width: 1,
      values: Float32Array.from(sample.faces, (face, index) => measure(face, copies[index] as Picture)),
    });
    return {
      psnr: of((face, copy) => Math.min(LARGEST_PSNR, psnr(face, copy))),
      ssim: of(ssim),
      l1: of(meanAbsoluteError),
    };
  },
  summarise(rows, { seed }): Finding {
    const key = randomKey(seed, 'reconstruction');
    const estimates = COLUMNS.map(({ row }) => bootstrapMean(rows[row].values, key) as Estimate);
    return {
      figures: COLUMNS.map(({ name, unit, better }, index) => ({
        name,
        unit,
        better,
        estimate: estimates[index] as Estimate,
      })),
      tables: [
        {
          title: 'Reconstructions against the faces',
          rowTitle: 'Faces',
          columns: COLUMNS.map(({ name, unit }) => ({ name, unit })),
          rows: [{ name: 'All', cells: estimates }],
        },
      ],
      charts: [],
      notes: [
        'Of 8-bit pictures, averaged over faces. PSNR and SSIM are those of scikit-image at its defaults (7 × 7 uniform ' +
          `window, mean over channels). The PSNR of a perfect copy counts as ${LARGEST_PSNR} dB.`,
      ],
    };
  },
});
