import type { Graph } from './graph.ts';

/**
 * DepthToSpace by pixels: onnxruntime reads and writes [n, h, w, channels], where whole pixels stand side by side, as fast as channels
 * first, and leaves out the transpositions here and in front of the next convolution.
 * @param phases each [n, channels, edge, edge]
 * @returns [n, channels, stride·edge, stride·edge]
 */
export function interleavePixels(
  graph: Graph,
  phases: readonly string[],
  edge: number,
  stride: number,
  name: string,
): string {
  const axis = (at: number): string => graph.constant(BigInt64Array.of(BigInt(at)), [1]);
  const pixels = phases.map((phase) =>
    graph.op('Unsqueeze', [graph.op('Transpose', [phase], { perm: [0, 2, 3, 1] }), axis(3)]),
  );
  const rows = Array.from({ length: stride }, (_, row) => {
    const across = graph.op('Concat', pixels.slice(row * stride, (row + 1) * stride), { axis: 3 });
    return graph.op('Unsqueeze', [across, axis(2)]);
  });
  const all = graph.op('Concat', rows, { axis: 2 });
  const shape = graph.constant(BigInt64Array.of(0n, BigInt(edge * stride), BigInt(edge * stride), -1n), [4]);
  return graph.op('Transpose', [graph.op('Reshape', [all, shape])], { perm: [0, 3, 1, 2] }, name);
}
