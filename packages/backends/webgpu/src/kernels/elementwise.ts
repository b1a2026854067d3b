import * as tf from '@tensorflow/tfjs-core';
import { webgpu_util, type WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** A function of numbers at equal places of tensors of one size. */
export interface Elementwise {
  /** Unique among shaders. */
  readonly name: string;
  /** What the expression calls the inputs, in order, e.g. `['A', 'B']`. */
  readonly variables: readonly string[];
  /** What it calls the constants. They are given at every run, so that a new value needs no new shader. */
  readonly constants: readonly string[];
  /** WGSL, e.g. `A + uniforms.rate * B`. */
  readonly expression: string;
  /** Type of the result; float32 where absent. */
  readonly result?: 'float32' | 'int32';
  /** WGSL functions that the expression calls. */
  readonly functions?: string;
}

const WORKGROUP = [128, 1, 1] as const;

/** Runs it in one pass. The result has the shape of the first input; `values` belong to `constants`. */
export function runElementwise(
  backend: WebGPUBackend,
  { name, variables, constants, expression, result = 'float32', functions = '' }: Elementwise,
  inputs: readonly tf.TensorInfo[],
  values: readonly number[],
): tf.TensorInfo {
  const { shape } = inputs[0] as tf.TensorInfo;
  // As a row, so that one shader serves every rank.
  const row = [tf.util.sizeFromShape(shape)];
  const dispatchLayout = webgpu_util.flatDispatchLayout(row);
  const program = {
    variableNames: [...variables],
    uniforms: constants.map((constant) => ` ${constant} : f32,`).join(''),
    outputShape: row,
    workgroupSize: [...WORKGROUP] as [number, number, number],
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, row, [...WORKGROUP]),
    shaderKey: name,
    size: true,
    getUserCode: () => `
      ${functions}
      fn main(index : i32) {
        if (index < uniforms.size) {
          setOutputAtIndex${result === 'int32' ? 'I32' : ''}(index, ${expression.replaceAll(new RegExp(`\\b(${variables.join('|')})\\b`, 'g'), '$1[index]')});
        }
      }`,
  };
  const rows = inputs.map(({ dataId, dtype }) => ({ dataId, dtype, shape: row }));
  const uniforms = values.map((value) => ({ type: 'float32', data: [value] }));
  return { ...backend.runWebGPUProgram(program, rows, result, uniforms), shape };
}
