import { AttganError } from '@attgan/core';

/** What one of our tensors is called beside its layer in PyTorch's state dict; 0 is the convolution, 1 the normalisation. */
const LEAVES: Readonly<Record<string, string>> = {
  kernel: '0.weight',
  gain: '1.weight',
  mean: '1.running_mean',
  variance: '1.running_var',
};

/**
 * The names that the common PyTorch program (AttGAN-PyTorch) gives to the tensors of one AttGAN network, by ours:
 * `encoder/0/kernel` is `enc_layers.0.layers.0.weight`, `trunk/0/gain` is `conv.0.layers.1.weight`.
 * @param names flat names of parameters and averages below `params/` and `state/`, all those of the network: they tell which
 *   layers are normalised, and which is the last
 * @throws AttganError for a name that PyTorch's program has nothing for
 */
export function pytorchNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const all = new Set(names);
  const stages = new Set([...all].map((name) => /^decoder\/stages\/(\d+)\//.exec(name)?.[1]));
  stages.delete(undefined);
  return new Map([...all].map((name) => [name, pytorchName(name, stages.size, all)]));
}

function pytorchName(name: string, stages: number, all: ReadonlySet<string>): string {
  const layer = name.slice(0, name.lastIndexOf('/'));
  const leaf = name.slice(layer.length + 1);
  const place = leaf === 'bias' ? `${all.has(`${layer}/gain`) ? 1 : 0}.bias` : LEAVES[leaf];
  const found = layerName(layer, stages);
  if (place !== undefined && found !== undefined) return `${found}.layers.${place}`;
  throw new AttganError(`AttGAN's PyTorch program has no tensor for ${name}: such a network has no PyTorch names.`);
}

function layerName(layer: string, stages: number): string | undefined {
  if (layer === 'decoder/image') return `dec_layers.${stages}`;
  const [, part = '', index = ''] = /^(encoder|decoder\/stages|decoder|trunk)\/(\d+)$/.exec(layer) ?? [];
  if (part !== '') return `${part === 'encoder' ? 'enc_layers' : part === 'trunk' ? 'conv' : 'dec_layers'}.${index}`;
  const [, head = '', half = ''] = /^(adversarial|attributes)\/(hidden|output)$/.exec(layer) ?? [];
  return head === '' ? undefined : `${head === 'adversarial' ? 'fc_adv' : 'fc_cls'}.${half === 'hidden' ? 0 : 1}`;
}
