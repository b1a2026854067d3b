import type { Tree } from '@attgan/kernels';
import type { CriticSpec } from '@attgan/nets';
import type { Kinks } from '../kinks.ts';
import type { Values } from '../values.ts';
import { concatenate, reshape } from './arrange.ts';
import { addChannels, multiply } from './arithmetic.ts';
import { convolve } from './convolution.ts';
import { leakyRelu, normActivation } from './normalise.ts';

interface Layer {
  readonly kernel: Values;
  readonly gain?: Values;
  readonly bias: Values;
}
interface Head {
  readonly hidden: Layer;
  readonly output: Layer;
}
interface Params {
  readonly trunk: readonly Layer[];
  readonly adversarial: Head;
  readonly attributes: Head;
}

/** AttGAN's critic in float64: the adversarial logit and the attribute logits side by side, [batch, 1 + attributes]. */
export function criticReference(spec: CriticSpec, params: Tree<Values>, faces: Values, kinks: Kinks): Values {
  const { trunk, adversarial, attributes } = params as unknown as Params;
  const activate = (x: Values, { gain, bias }: Layer, kind: CriticSpec['norm'], slope: number): Values =>
    gain === undefined || kind === 'none'
      ? leakyRelu(addChannels(x, bias), slope, kinks)
      : normActivation(x, gain, bias, { kind, epsilon: spec.normEpsilon, slope }, kinks);
  const features = trunk.reduce((x, layer, index) => {
    const stride = spec.layers[index]?.stride as number;
    return activate(convolve(x, layer.kernel, stride, 'same'), layer, spec.norm, spec.slope);
  }, faces);
  const batch = faces.shape[0] as number;
  const flat = reshape(features, [batch, features.data.length / batch]);
  const head = ({ hidden, output }: Head): Values => {
    const units = activate(multiply(flat, hidden.kernel), hidden, spec.headNorm, spec.headSlope);
    return addChannels(multiply(units, output.kernel), output.bias);
  };
  return concatenate([head(adversarial), head(attributes)], 1);
}
