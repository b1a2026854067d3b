import { AttganError } from '@attgan/core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Device } from './gpu/adapter.ts';

type DataId = Parameters<WebGPUBackend['read']>[0];
type Values = Awaited<ReturnType<WebGPUBackend['read']>>;

/**
 * TensorFlow.js's backend, made to say what went wrong. A GPU reports that its memory is full, or that a program was
 * refused, to nobody in particular, and computes on with zeros.
 */
export class CheckedBackend extends WebGPUBackend {
  #problem: string | undefined;

  constructor(device: Device, info: ConstructorParameters<typeof WebGPUBackend>[1]) {
    super(device as unknown as ConstructorParameters<typeof WebGPUBackend>[0], info);
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#problem ??= error.message.split('\n')[0] as string;
    });
  }

  override async read(dataId: DataId): Promise<Values> {
    const values = await super.read(dataId);
    if (this.#problem === undefined) return values;
    throw new AttganError(`The GPU failed: ${this.#problem}. Smaller batches need less of its memory.`);
  }

  /** Browsers can wait for a GPU, by way of a canvas; Node cannot. */
  override readSync(dataId: DataId): Values {
    if (this.tensorMap.get(dataId).values != null || 'OffscreenCanvas' in globalThis) return super.readSync(dataId);
    throw new Error('On webgpu a tensor is read with `await tensor.data()`; Node cannot wait for it with dataSync().');
  }
}
