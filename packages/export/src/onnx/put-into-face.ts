import type { GeneratorSpec } from '@attgan/nets';
import type { Graph } from './graph.ts';

/** What the last layer gives, [n, height, width, 3 or 4], and the face it is put into, as `imageOf` of @attgan/nets does: `edit`. */
export function putIntoFace(graph: Graph, output: GeneratorSpec['output'], last: string, face: string): void {
  if (output === 'residual') {
    const two = graph.constant(Float32Array.of(2), []);
    const sum = graph.op('Add', [face, graph.op('Mul', [graph.op('Tanh', [last]), two])]);
    graph.op(
      'Clip',
      [sum, graph.constant(Float32Array.of(-1), []), graph.constant(Float32Array.of(1), [])],
      {},
      'edit',
    );
    return;
  }
  const channels = (from: number, to: number): string => {
    const ends = [from, to, 3].map((place) => graph.constant(BigInt64Array.of(BigInt(place)), [1]));
    return graph.op('Slice', [last, ...ends]);
  };
  const change = graph.op('Sub', [graph.op('Tanh', [channels(0, 3)]), face]);
  graph.op('Add', [face, graph.op('Mul', [graph.op('Sigmoid', [channels(3, 4)]), change])], {}, 'edit');
}
