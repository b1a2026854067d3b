import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { gridOf, type Layer } from './layer.ts';
import { dispatchOf, planOf } from './plan.ts';
import { shaderOf } from './shader.ts';

/** What a layer reads. What it does not have is absent. */
export interface LayerInputs {
  readonly W: tf.TensorInfo;
  readonly X?: tf.TensorInfo | undefined;
  readonly Code?: tf.TensorInfo | undefined;
  readonly Scale?: tf.TensorInfo | undefined;
  readonly Shift?: tf.TensorInfo | undefined;
  readonly Features?: tf.TensorInfo | undefined;
}

/** Computes a layer in one launch: [batch, outHeight, outWidth, outputs]. */
export function runLayer(backend: WebGPUBackend, layer: Layer, inputs: LayerInputs): tf.TensorInfo {
  const plan = planOf(layer);
  const { batch, height, width, outHeight, outWidth, outputs, top, left, channels, stored, halves } = layer;
  const fours: Readonly<Record<string, number>> = {
    W: stored % 4 === 0 ? (halves ? 2 : 4) : 1,
    X: channels % 4 === 0 ? 4 : 1,
    Code: 1,
  };
  const outputComponent = outputs % 4 === 0 ? 4 : 1;
  const given = Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] => entry[1] !== undefined);
  const program = {
    variableNames: given.map(([name]) => name),
    variableComponents: given.map(([name]) => fours[name] ?? outputComponent),
    uniforms: ' sizes : vec4<i32>, grid : vec4<i32>, pads : vec2<i32>,',
    outputShape: [batch, outHeight, outWidth, outputs],
    outputComponent,
    workgroupSize: [plan.across * plan.down * plan.split, 1, 1] as [number, number, number],
    dispatchLayout: { x: [1, 2], y: [3], z: [0] },
    dispatch: dispatchOf(layer, plan),
    shaderKey: `attgan transposed ${keyOf(layer)} ${Object.values(plan).join()}`,
    getUserCode: () => shaderOf(layer, plan),
  };
  const grid = gridOf(layer);
  const uniforms = [
    { type: 'int32', data: [height, width, outHeight, outWidth] },
    { type: 'int32', data: [...grid, batch * grid[0] * grid[1], 0] },
    { type: 'int32', data: [top, left] },
  ];
  return backend.runWebGPUProgram(
    program,
    given.map(([, input]) => input),
    'float32',
    uniforms,
  );
}

/** What the shader's text depends on, beside the plan. */
function keyOf({
  channels,
  codes,
  stored,
  outputs,
  kernel,
  stride,
  halves,
  scale,
  shift,
  features,
  activation,
}: Layer): string {
  return [channels, codes, stored, outputs, kernel, stride, halves, scale, shift, features, activation].join();
}
