import { edgeAfter } from '@attgan/nets';
import { floatArithmetic, floatFeature, type Arithmetic, type Feature } from './arithmetic.ts';
import type { FoldedGenerator } from './folded-layers.ts';
import { decoderGraph, encoderGraph, featuresUsed } from './generator-graph.ts';
import { createGraph, type Graph, type GraphValue } from './graph.ts';
import { byteArithmetic, type Ranges } from './byte-arithmetic.ts';

export type Precision = 'fp32' | 'fp16' | 'int8';

/** Which graph is written: encoder and decoder in one, or either of them. */
export type Part = 'whole' | 'encoder' | 'decoder';

/** With which numbers a graph computes; bytes need the ranges of what they stand for. */
export type Numbers = { readonly precision: 'fp32' | 'fp16' } | { readonly precision: 'int8'; readonly ranges: Ranges };

/** What is written beside a generator. */
export interface ModelRequest {
  readonly part: Part;
  readonly numbers: Numbers;
  readonly metadata: Readonly<Record<string, string>>;
  /** Further outputs, by names within the graph. */
  readonly watched?: readonly string[];
}

/**
 * The bytes of an ONNX file. The whole takes `image` [n, height, width, 3] in [−1, 1] and `code` [n, attributes] and gives `edit`
 * [n, height, width, 3]; the encoder gives features [n, channels, h, w] named `feature/INDEX`, and `feature/face` where
 * the decoder's output is put into the face, all of which the decoder takes.
 */
export function onnxModel(
  generator: FoldedGenerator,
  { part, numbers, metadata, watched = [] }: ModelRequest,
): Uint8Array {
  const { spec, attributes } = generator;
  const graph = createGraph();
  const arithmetic = arithmeticOf(graph, numbers);
  const image: GraphValue = { name: 'image', shape: ['n', spec.size, spec.size, 3] };
  const code: GraphValue = { name: 'code', shape: ['n', attributes] };
  const edit: GraphValue = { name: 'edit', shape: ['n', spec.size, spec.size, 3] };
  const handed = featureValues(generator);
  // So that whoever runs both hands over what the encoder gives, whatever it is.
  const face: GraphValue = { ...image, name: 'feature/face' };
  const handsFace = spec.output !== 'image';
  const more = watched.map((name): GraphValue => ({
    name,
    shape: ['n', `${name} channels`, `${name} height`, `${name} width`],
  }));
  if (part === 'encoder') {
    const features = encoderGraph(graph, arithmetic, generator, image.name);
    const outputs = featuresUsed(generator).map((index, at) =>
      namedAs(graph, (features[index] as Feature).float(), handed[at] as GraphValue),
    );
    if (handsFace) outputs.push(namedAs(graph, image.name, face));
    return graph.finish({ name: 'encoder', inputs: [image], outputs, metadata });
  }
  if (part === 'decoder') {
    const features: (Feature | undefined)[] = spec.encoder.map(() => undefined);
    for (const [at, index] of featuresUsed(generator).entries())
      features[index] = floatFeature((handed[at] as GraphValue).name);
    decoderGraph(graph, arithmetic, generator, features, code.name, face.name);
    const inputs = [...handed, ...(handsFace ? [face] : []), code];
    return graph.finish({ name: 'decoder', inputs, outputs: [edit], metadata });
  }
  const features = encoderGraph(graph, arithmetic, generator, image.name);
  decoderGraph(graph, arithmetic, generator, features, code.name, image.name);
  return graph.finish({ name: 'generator', inputs: [image, code], outputs: [edit, ...more], metadata });
}

function arithmeticOf(graph: Graph, numbers: Numbers): Arithmetic {
  if (numbers.precision === 'int8') return byteArithmetic(graph, numbers.ranges);
  return floatArithmetic(graph, numbers.precision === 'fp16');
}

/** The features that an encoder hands to a decoder. */
function featureValues(generator: FoldedGenerator): GraphValue[] {
  const { spec } = generator;
  return featuresUsed(generator).map((index) => {
    const layers = spec.encoder.slice(0, index + 1);
    const edge = edgeAfter(spec.size, layers);
    return { name: `feature/${index}`, shape: ['n', layers.at(-1)?.filters as number, edge, edge] };
  });
}

/** The value, computed within the graph as `float`, under its own name. */
function namedAs(graph: Graph, float: string, value: GraphValue): GraphValue {
  graph.op('Identity', [float], {}, value.name);
  return value;
}
