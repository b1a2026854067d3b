import {
  classificationLoss,
  interpolate,
  reconstructionLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from '@attgan/losses';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { broadcast, mean } from '../reference/arithmetic.ts';
import { reshape } from '../reference/arrange.ts';
import { draw, map, Values } from '../values.ts';

const group = 'losses';

/** Losses of networks' results; each as a function of results and of nothing else. */
export function lossCases(): ConformanceCase[] {
  return [
    classification('logits near zero', 4, 1),
    classification('logits far out', 120, 0),
    logits(),
    reconstruction(),
    wasserstein(),
    between(),
  ].flatMap(casesOf);
}

function scalar(value: number): Values {
  return new Values([], [value]);
}

function truths(name: string, shape: readonly number[]): Values {
  return map(draw(name, shape), (value) => (value > 0 ? 1 : 0));
}

/** −log likelihood of a label in float64, without overflow. */
function crossEntropy(label: number, logit: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
}

function classification(name: string, reach: number, derivatives: 0 | 1): Operation {
  const labels = truths(`${name} labels`, [3, 5]);
  return {
    group,
    name: `classification, ${name}`,
    inputs: [draw(name, [3, 5], -reach, reach)],
    compute: ([x]) => classificationLoss(toLabels(labels), x as tf.Tensor2D),
    reference: ([x]) => scalar(mean([...broadcast(labels, x as Values, crossEntropy).data])),
    derivatives,
  };
}

/** The same of TensorFlow.js, which other methods use. */
function logits(): Operation {
  const labels = truths('sigmoid labels', [3, 5]);
  return {
    group,
    name: 'sigmoid cross-entropy of TensorFlow.js',
    inputs: [draw('sigmoid logits', [3, 5], -3, 3)],
    compute: ([x]) => tf.losses.sigmoidCrossEntropy(toLabels(labels), x as tf.Tensor2D),
    reference: ([x]) => scalar(mean([...broadcast(labels, x as Values, crossEntropy).data])),
    derivatives: 1,
  };
}

function toLabels({ shape, data }: Values): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), shape as [number, number]);
}

function reconstruction(): Operation {
  const shape = [2, 3, 3, 3];
  return {
    group,
    name: 'reconstruction',
    inputs: [draw('original', shape), draw('reconstruction', shape)],
    compute: ([a, b]) => reconstructionLoss(a as tf.Tensor, b as tf.Tensor),
    reference([a, b], kinks) {
      const apart = broadcast(a as Values, b as Values, (x, y) => x - y).data;
      const signs = kinks.decide(() => apart.map(Math.sign));
      return scalar(mean([...apart].map((value, index) => value * (signs[index] as number))));
    },
    derivatives: 1,
  };
}

function wasserstein(): Operation {
  return {
    group,
    name: 'Wasserstein, critic and generator',
    inputs: [draw('real', [4, 1]), draw('edited', [4, 1])],
    compute([real, edited]) {
      const ofCritic = wassersteinCriticLoss(real as tf.Tensor, edited as tf.Tensor);
      return tf.add(ofCritic, tf.mul(wassersteinGeneratorLoss(edited as tf.Tensor), 3));
    },
    reference: ([real, edited]) => scalar(-2 * mean([...(edited as Values).data]) - mean([...(real as Values).data])),
    derivatives: 1,
  };
}

function between(): Operation {
  const position = draw('position', [3], 0, 1);
  return {
    group,
    name: 'points between faces',
    inputs: [draw('a face', [3, 2, 2, 3]), draw('its edit', [3, 2, 2, 3])],
    compute: ([a, b]) => interpolate(a as tf.Tensor4D, b as tf.Tensor4D, tf.tensor1d(Float32Array.from(position.data))),
    reference([a, b]) {
      const moved = broadcast(b as Values, a as Values, (y, x) => y - x);
      const scaled = broadcast(moved, reshape(position, [3, 1, 1, 1]), (distance, share) => distance * share);
      return broadcast(a as Values, scaled, (x, y) => x + y);
    },
    derivatives: 2,
  };
}
