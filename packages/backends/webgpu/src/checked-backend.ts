import { AttganError } from '@attgan/core';
import type { GainsFromPrepared } from '@attgan/kernels';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Device } from './gpu/adapter.ts';

/** In what the weights that editing reads are kept; sums are float32 always, and so is training. */
export type EditingPrecision = 'float32' | 'half';

type DataId = Parameters<WebGPUBackend['read']>[0];
type Values = Awaited<ReturnType<WebGPUBackend['read']>>;

/**
 * TensorFlow.js's backend, with errors reported. When its memory is full or a program is refused, a GPU reports that
 * asynchronously and continues with zeros.
 */
export class CheckedBackend extends WebGPUBackend implements GainsFromPrepared {
  readonly gainsFromPrepared = true;
  readonly editing: EditingPrecision;
  #problem: string | undefined;

  constructor(device: Device, info: ConstructorParameters<typeof WebGPUBackend>[1], editing: EditingPrecision) {
    super(device as unknown as ConstructorParameters<typeof WebGPUBackend>[0], info);
    this.editing = editing;
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#problem ??= error.message;
    });
    void device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') this.#problem ??= `it is gone: ${message}`;
    });
  }

  override async read(dataId: DataId): Promise<Values> {
    const values = await super.read(dataId).catch((error: unknown) => {
      throw this.#failure() ?? error;
    });
    const failure = this.#failure();
    if (failure !== undefined) throw failure;
    return values;
  }

  #failure(): AttganError | undefined {
    const [first] = this.#problem?.split('\n') ?? [];
    if (first === undefined) return undefined;
    return new AttganError(`The GPU failed: ${first.replace(/\.$/, '')}. Smaller batches need less of its memory.`);
  }

  /** Browsers can wait for a GPU, by way of a canvas; Node cannot. */
  override readSync(dataId: DataId): Values {
    if (this.tensorMap.get(dataId).values != null || 'OffscreenCanvas' in globalThis) return super.readSync(dataId);
    throw new Error('dataSync() does not work on webgpu in Node: use `await tensor.data()`.');
  }
}
