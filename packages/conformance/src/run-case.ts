import { messageOf } from '@attgan/core';
import { disposeDeferred } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from './case.ts';
import type { CaseResult } from './report.ts';
import type { Session } from './session.ts';

/** Runs one case on the open backend and says what became of it; never throws. */
export async function runCase(item: ConformanceCase, session: Session): Promise<CaseResult> {
  const { group, name, needs, tolerance } = item;
  const promised = needs === 'inference' || session.definition.traits[needs];
  if (!promised) return { group, name, status: 'not promised', milliseconds: 0 };
  const started = performance.now();
  const result = (problem: string | undefined, deviation?: number): CaseResult => ({
    group,
    name,
    status: problem === undefined ? 'passed' : 'failed',
    ...(deviation !== undefined && { deviation, tolerance }),
    ...(problem !== undefined && { problem: problem.replaceAll('\n', ' ') }),
    milliseconds: performance.now() - started,
  });
  try {
    const before = footprint();
    const { off, where } = await item.run(session);
    disposeDeferred();
    const after = footprint();
    if (off === Infinity && where !== undefined) return result(where);
    if (!(off <= tolerance)) {
      return result(
        `off by ${off.toExponential(1)}, allowed ${tolerance.toExponential(0)}${where === undefined ? '' : `: ${where}`}`,
        off,
      );
    }
    return result(leak(before, after), off);
  } catch (error) {
    disposeDeferred();
    return result(`promised and missing: ${missing(error)}`);
  }
}

interface Footprint {
  readonly backend: tf.KernelBackend;
  readonly tensors: number;
  readonly bytes: number;
  /** Pieces of memory that the backend itself counts: what its kernels forgot shows only here. */
  readonly pieces: number | undefined;
}

function footprint(): Footprint {
  const backend = tf.backend();
  const { numTensors, numBytes } = tf.memory();
  return { backend, tensors: numTensors, bytes: numBytes, pieces: pieces(backend) };
}

function pieces(backend: tf.KernelBackend): number | undefined {
  try {
    return backend.numDataIds();
  } catch {
    return undefined; // Optional for backends.
  }
}

function leak(before: Footprint, after: Footprint): string | undefined {
  const tensors = after.tensors - before.tensors;
  const bytes = after.bytes - before.bytes;
  if (tensors !== 0 || bytes !== 0) return `leaves ${tensors} tensors, ${bytes} bytes behind`;
  // A case may have opened the backend anew, which then counts from the beginning.
  if (before.backend !== after.backend || before.pieces === undefined || after.pieces === undefined) return undefined;
  const forgotten = after.pieces - before.pieces;
  return forgotten === 0 ? undefined : `its kernels leave memory behind, pieces: ${forgotten}`;
}

function missing(error: unknown): string {
  const text = messageOf(error);
  const kernel = /Kernel '([^']+)' not registered/.exec(text)?.[1];
  return kernel === undefined ? text : `the kernel ${kernel}`;
}
