import { defineMethod } from '@attgan/training';
import { z } from 'zod';
import { ATTGAN_PARTS, createAttgan } from '../attgan/attgan.ts';
import { attganOptions } from '../attgan/attgan-options.ts';

/**
 * AttGAN with intensities (section 3.2): z is z′ and z_int, an adversary makes z_int uniform on [0, 1], and the decoder
 * is given b_int = z_int·(2b − 1) (eqs. 15 and 16), so codes reach from −1 to 1 and an edit sets one anywhere between.
 */
export const attganIntensity = defineMethod({
  name: 'attgan-intensity',
  summary: 'AttGAN whose encoder also predicts how strongly a face shows each attribute, for sliding',
  options: attganOptions.extend({
    scale: z.number().positive().default(1).describe('codes are intensity·(2·label − 1)·scale'),
    strength: z
      .number()
      .positive()
      .default(1)
      .describe('default strength of edits: factor on the codes of edited attributes'),
  }),
  uses: ATTGAN_PARTS,
  defaults: { generator: { name: 'attgan', intensities: true }, constraint: { name: 'uniform-intensities' } },
  create: (options, parts) => createAttgan(options, parts),
});
