import { AttganError } from '@attgan/core';
import type { StoredTensor } from '@attgan/formats';
import { mapTree, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** PyTorch's state dict of the common port, by names with a prefix such as `G.` or `after.D.`. */
export type TorchTensors = ReadonlyMap<string, StoredTensor>;

/** The PyTorch name of one of our parameters or averages, e.g. `enc_layers.0.layers.1.running_mean`. */
export function torchName(flatName: string, decoderStages: number): string {
  const [part, ...rest] = flatName.split('/') as [string, ...string[]];
  if (part === 'encoder') return `enc_layers.${rest[0]}.layers.${leaf(rest[1])}`;
  if (part === 'decoder') {
    if (rest[0] === 'image') return `dec_layers.${decoderStages}.layers.0.${rest[1] === 'kernel' ? 'weight' : 'bias'}`;
    const [index, name] = rest[0] === 'stages' ? rest.slice(1) : rest;
    return `dec_layers.${index}.layers.${leaf(name)}`;
  }
  if (part === 'trunk') return `conv.${rest[0]}.layers.${leaf(rest[1])}`;
  return `${part === 'adversarial' ? 'fc_adv' : 'fc_cls'}.${rest[0] === 'hidden' ? 0 : 1}.layers.${leaf(rest[1])}`;
}

function leaf(name: string | undefined): string {
  const names: Readonly<Record<string, string>> = {
    kernel: '0.weight',
    gain: '1.weight',
    bias: '1.bias',
    mean: '1.running_mean',
    variance: '1.running_var',
  };
  return names[name ?? ''] ?? `unknown ${name}`;
}

/**
 * `like` with its tensors taken from `tensors` under `prefix`, brought into our layout. Nothing is disposed.
 * @param trunkChannels channels of the critic's last feature map, whose values dense layers take
 * @throws AttganError that names what is missing
 */
export function fromTorch(like: TensorTree, tensors: TorchTensors, prefix: string, trunkChannels: number): TensorTree {
  const stages = countStages(like);
  return mapTree<tf.Tensor, tf.Tensor, TensorTree>(like, (tensor, name) => {
    const torch = `${prefix}${torchName(name, stages)}`;
    // A layer without normalisation keeps its bias beside the kernel.
    const stored = tensors.get(torch) ?? tensors.get(torch.replace('layers.1.bias', 'layers.0.bias'));
    if (stored === undefined) throw new AttganError(`The parity case lacks the tensor ${torch}.`);
    return tf.tidy(() => {
      const result = toOurLayout(
        tf.tensor(stored.values(), [...stored.shape]),
        name.endsWith('hidden/kernel') ? trunkChannels : 0,
      );
      if (result.shape.join() !== tensor.shape.join()) {
        throw new AttganError(
          `${torch} is [${result.shape.join(', ')}] in our layout; the spec asks for [${tensor.shape.join(', ')}].`,
        );
      }
      return result;
    });
  });
}

function countStages(like: TensorTree): number {
  const { decoder } = like as { decoder?: { stages?: readonly unknown[] } };
  return decoder?.stages?.length ?? 0;
}

/** Both kinds of convolution: [a, b, h, w] → [h, w, b, a]. Dense: [out, in] → [in, out], inputs from CHW to HWC. */
function toOurLayout(tensor: tf.Tensor, channels: number): tf.Tensor {
  if (tensor.rank === 4) return tf.transpose(tensor, [2, 3, 1, 0]);
  if (tensor.rank !== 2) return tensor;
  if (channels === 0) return tf.transpose(tensor);
  const [units, features] = tensor.shape as [number, number];
  const byPlace = tf.reshape(tensor, [units, channels, features / channels]);
  return tf.transpose(tf.reshape(tf.transpose(byPlace, [0, 2, 1]), [units, features]));
}
