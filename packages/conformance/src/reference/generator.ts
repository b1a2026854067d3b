import type { Tree } from '@attgan/kernels';
import type { GeneratorSpec, Mode } from '@attgan/nets';
import type { Kinks } from '../kinks.ts';
import { map, Values } from '../values.ts';
import { addChannels } from './arithmetic.ts';
import { convolve, deconvolve } from './convolution.ts';
import { leakyRelu, normActivation } from './normalise.ts';

interface Normed {
  readonly kernel: Values;
  readonly gain: Values;
  readonly bias: Values;
}
interface Params {
  readonly encoder: readonly Normed[];
  readonly decoder: { readonly stages: readonly Normed[]; readonly image: { kernel: Values; bias: Values } };
}
interface Averages {
  readonly mean: Values;
  readonly variance: Values;
}
export interface GeneratorState {
  readonly encoder: readonly Averages[];
  readonly decoder: readonly Averages[];
}

/** AttGAN's generator in float64: the image of faces decoded with a code. */
export function generatorReference(
  spec: GeneratorSpec,
  params: Tree<Values>,
  state: Tree<Values>,
  mode: Mode,
  faces: Values,
  code: Values,
  kinks: Kinks,
): Values {
  const { encoder, decoder } = params as unknown as Params;
  const averages = state as unknown as GeneratorState;
  const epsilon = spec.normEpsilon;
  const normalise = (x: Values, { gain, bias }: Normed, { mean, variance }: Averages, slope: number): Values => {
    if (mode === 'training') return normActivation(x, gain, bias, { kind: 'batch', epsilon, slope }, kinks);
    const scaled = map(x, (value, index) => {
      const channel = index % gain.data.length;
      const [centre, spread] = [mean.data[channel] as number, variance.data[channel] as number];
      const normalised = (value - centre) / Math.sqrt(spread + epsilon);
      return (gain.data[channel] as number) * normalised + (bias.data[channel] as number);
    });
    return leakyRelu(scaled, slope, kinks);
  };
  const features: Values[] = [];
  let x = faces;
  encoder.forEach((stage, index) => {
    const convolved = convolve(x, stage.kernel, spec.encoder[index]?.stride as number, 'same');
    x = normalise(convolved, stage, averages.encoder[index] as Averages, spec.slope);
    features.push(x);
  });
  x = beside([x], code);
  decoder.stages.forEach((stage, index) => {
    const grown = deconvolve(x, stage.kernel, spec.decoder[index]?.stride as number);
    const skipped = index < spec.skips ? [features.at(-2 - index) as Values] : [];
    const normed = normalise(grown, stage, averages.decoder[index] as Averages, 0);
    x = beside([normed, ...skipped], index < spec.injects ? code : undefined);
  });
  const image = deconvolve(x, decoder.image.kernel, spec.decoder.at(-1)?.stride as number);
  return map(addChannels(image, decoder.image.bias), Math.tanh);
}

/** Features side by side and, behind them, the code of each sample at every pixel. */
function beside(parts: readonly Values[], code: Values | undefined): Values {
  const [first] = parts as [Values];
  const pixels = first.data.length / (first.shape.at(-1) as number);
  const pixelsOfSample = pixels / (first.shape[0] as number);
  const rows: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (const { shape, data } of parts) {
      const channels = shape.at(-1) as number;
      for (let channel = 0; channel < channels; channel++) rows.push(data[pixel * channels + channel] as number);
    }
    if (code === undefined) continue;
    const length = code.shape[1] as number;
    const start = Math.floor(pixel / pixelsOfSample) * length;
    for (let index = 0; index < length; index++) rows.push(code.data[start + index] as number);
  }
  return new Values([...first.shape.slice(0, -1), rows.length / pixels], rows);
}
