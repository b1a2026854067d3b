import type { OnnxRuntime } from '@attgan/export';
import type { InferenceSession } from 'onnxruntime-node';

/** Options of the backend, checked. */
export interface OnnxSettings {
  readonly threads?: number | undefined;
  readonly precision: 'fp32' | 'int8';
  readonly calibrate?: string | string[] | undefined;
  readonly cache?: string | undefined;
}

/** A session on a file, or on bytes. */
export type StartSession = (model: string | Uint8Array) => Promise<InferenceSession>;

export function openSession(ort: OnnxRuntime, model: string | Uint8Array, threads: number): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  };
  return typeof model === 'string'
    ? ort.InferenceSession.create(model, options)
    : ort.InferenceSession.create(model, options);
}
