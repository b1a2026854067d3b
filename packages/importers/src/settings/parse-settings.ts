import { AttganError } from '@attgan/core';
import { z } from 'zod';
import type { Settings } from './settings.ts';

const count = z.int().min(0).max(12).optional();
const width = z.int().min(1).max(4096).optional();
const names = z.array(z.string().min(1)).min(1).optional();
const number = z.number().positive().optional();

/** Keys of AttGAN-PyTorch (`attrs`), of AttGAN-Tensorflow's branch v1 (`atts`) and of its master (`att_names`). Others do not matter here. */
const schema = z.object({
  attrs: names,
  atts: names,
  att_names: names,
  img_size: z.int().positive().optional(),
  crop_size: z.int().positive().optional(),
  shortcut_layers: count,
  inject_layers: count,
  enc_dim: width,
  dec_dim: width,
  enc_layers: count,
  dec_layers: count,
  thres_int: number,
  test_int: number,
  data: z.string().optional(),
  use_cropped_img: z.boolean().optional(),
  enc_norm: z.literal('batchnorm').optional(),
  dec_norm: z.literal('batchnorm').optional(),
  enc_acti: z.literal('lrelu').optional(),
  dec_acti: z.literal('relu').optional(),
});

/** No layer of the public programs is wider. */
const WIDEST = 1024;

/**
 * What a settings file means.
 * @param value the file as JSON or YAML
 * @throws AttganError in one line for a value that is wrong, or a network that attgan does not have
 */
export function parseSettings(value: unknown, file: string): Settings {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new AttganError(
      `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}.`.replaceAll('\n', ' '),
    );
  }
  const { attrs, atts, att_names, thres_int, test_int, shortcut_layers, inject_layers, ...raw } = result.data;
  const attributes = attrs ?? atts ?? att_names;
  const size = raw.img_size ?? raw.crop_size;
  // TensorFlow's master has no such option: its codes are ±1.
  const scale = thres_int ?? (att_names === undefined ? undefined : 1);
  const crop = cropOf(attrs !== undefined, atts !== undefined, raw);
  return {
    file,
    ...(attributes !== undefined && { attributes }),
    ...(size !== undefined && { size }),
    ...(shortcut_layers !== undefined && { skips: shortcut_layers }),
    ...(inject_layers !== undefined && { injects: inject_layers }),
    ...encoderOf(raw),
    ...decoderOf(raw),
    ...(scale !== undefined && { scale }),
    ...(scale !== undefined && test_int !== undefined && { strength: test_int / scale }),
    ...(crop !== undefined && { crop }),
  };
}

type Raw = Omit<
  z.output<typeof schema>,
  'attrs' | 'atts' | 'att_names' | 'thres_int' | 'test_int' | 'shortcut_layers' | 'inject_layers'
>;

function encoderOf({ enc_dim, enc_layers }: Raw): Pick<Settings, 'encoder'> {
  if (enc_dim === undefined || enc_layers === undefined || enc_layers < 1) return {};
  return { encoder: Array.from({ length: enc_layers }, (_, layer) => Math.min(enc_dim * 2 ** layer, WIDEST)) };
}

function decoderOf({ dec_dim, dec_layers }: Raw): Pick<Settings, 'decoder'> {
  if (dec_dim === undefined || dec_layers === undefined || dec_layers < 1) return {};
  const hidden = Array.from({ length: dec_layers - 1 }, (_, layer) =>
    Math.min(dec_dim * 2 ** (dec_layers - 1 - layer), WIDEST),
  );
  return { decoder: [...hidden, 3] };
}

/** Which square of CelebA's aligned photos the program takes; master aligns photos of its own. */
function cropOf(pytorch: boolean, v1: boolean, { data, use_cropped_img }: Raw): Settings['crop'] {
  if (pytorch && data === 'CelebA') return 'pytorch';
  return v1 && use_cropped_img === false ? 'attgan' : undefined;
}
