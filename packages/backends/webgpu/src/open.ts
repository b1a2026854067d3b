import { AttganError, type Backend } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { findAdapter, withNavigator } from '#gpu';
import { CheckedBackend, type EditingPrecision } from './checked-backend.ts';
import { isSoftware, nameOf, type Adapter, type AdapterRequest, type Device } from './gpu/adapter.ts';
import { registerKernels } from './kernels/index.ts';

export interface OpenRequest extends AdapterRequest {
  readonly software: 'allow' | 'forbid';
  readonly editing: EditingPrecision;
}

let prepared = false;
let opened: { readonly request: string; readonly backend: Backend } | undefined;

/**
 * Makes WebGPU the current backend of TensorFlow.js.
 * @throws AttganError where there is no such adapter, or when it is already open with other options
 */
export async function open(request: OpenRequest): Promise<Backend> {
  if (opened === undefined) opened = { request: JSON.stringify(request), backend: await create(request) };
  else if (opened.request !== JSON.stringify(request)) {
    throw new AttganError('The webgpu backend is open with other options. Close it first.');
  }
  await tf.setBackend('webgpu');
  return opened.backend;
}

async function create(request: OpenRequest): Promise<Backend> {
  await registerGradients();
  const found = await findAdapter(request);
  const info = found.adapter.info;
  const software = isSoftware(info);
  if (software && request.software === 'forbid') {
    throw new AttganError(`The only adapter here, ${nameOf(info)}, is software, which backend.software forbids.`);
  }
  const device = await requestDevice(found.adapter);
  if (!prepared) registerKernels();
  prepared = true;
  // In a page TensorFlow.js has registered one that chooses for itself.
  if (tf.findBackendFactory('webgpu') != null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () =>
    withNavigator(found.gpu, () => new CheckedBackend(device, info as never, request.editing)),
  );
  let closed = false;
  const lost = new Promise<string>((resolve) => {
    void device.lost.then(({ message }) => {
      if (!closed) resolve(message.trim() || 'the browser gave no reason');
    });
  });
  const half = request.editing === 'half' ? ', edits with weights in half precision' : '';
  return {
    lost,
    name: 'webgpu',
    description: `WebGPU (tfjs ${tf.version_core}) on ${nameOf(info)}${half}${software ? ', in software' : ''}`,
    async close() {
      if (closed) return;
      closed = true;
      tf.removeBackend('webgpu');
      device.destroy();
      opened = undefined;
    },
  };
}

/** Limits as high as the adapter has them: by default a device refuses the buffers of large layers. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function requestDevice(adapter: Adapter): Promise<Device> {
  const limits = adapter.limits as Readonly<Record<string, number>>;
  return adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name] as number])),
  });
}
