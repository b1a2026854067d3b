import type { ServedTensor, ServedTensors } from './served-tensors.ts';

/** Files of a model folder of Triton, which OpenVINO Model Server and KServe read too. */
export const TRITON_FILES = { config: 'config.pbtxt', model: '1/model.onnx' };

const MOST_AT_ONCE = 32;

/** Triton's `config.pbtxt`: requests that wait are computed together, and what a client should know stands under `parameters`. */
export function tritonConfig(name: string, { inputs, outputs }: ServedTensors): string {
  const known = inputs.flatMap(({ parameters = {} }) => Object.entries(parameters));
  return [
    `name: ${quoted(name)}`,
    'platform: "onnxruntime_onnx"',
    `max_batch_size: ${MOST_AT_ONCE}`,
    tensorList('input', inputs),
    tensorList('output', outputs),
    'dynamic_batching { }',
    ...known.map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `parameters { key: ${quoted(key)} value { string_value: ${quoted(text)} } }`;
    }),
    '',
  ].join('\n');
}

/** The first dimension is the batch's, which the format leaves out. */
function tensorList(title: string, tensors: readonly ServedTensor[]): string {
  const each = tensors.map(
    ({ name, datatype, shape }) =>
      `  { name: ${quoted(name)} data_type: TYPE_${datatype} dims: [ ${shape.slice(1).join(', ')} ] }`,
  );
  return `${title} [\n${each.join(',\n')}\n]`;
}

/** A string of protobuf's text format; names of attributes may hold anything. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
