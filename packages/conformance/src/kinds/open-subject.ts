import { AttganError, messageOf, parseOptions, type Definition } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceSetting, KindSuite } from './kind-suite.ts';
import { suiteOf, type Opened } from './suites.ts';

/** What a backend is taken to be capable of unless a setting says otherwise. */
export const CAPABLE = { training: true, secondOrder: true };

/** What cases look at, open. */
export interface OpenSubject {
  readonly subject: Opened;
  readonly tensors: boolean;
  close(): Promise<void>;
}

/**
 * Makes what the cases of a definition's kind look at. Where tensors are computed and no backend is open, the plain JavaScript
 * one of TensorFlow.js is.
 * @throws UsageError for wrong options, AttganError where it cannot be made
 */
export async function openSubject(
  definition: Definition,
  setting: ConformanceSetting,
  suites: readonly KindSuite[] = [],
): Promise<OpenSubject> {
  const suite = suiteOf(definition.kind, suites);
  // Told at once, and not by every case that uses them.
  parseOptions(definition.options, setting.options ?? {}, definition.kind);
  if (suite.tensors) {
    await registerGradients();
    if (tf.engine().backendName === undefined || tf.engine().backendName === null) await tf.setBackend('cpu');
  }
  try {
    const { options = {} } = setting;
    const subject = await suite.open(definition, { ...setting, options });
    const described = { definition, options, setting };
    return { subject: { described, subject }, tensors: suite.tensors, close: async () => suite.close?.(subject) };
  } catch (error) {
    if (error instanceof AttganError) throw error;
    throw new AttganError(`The ${definition.kind} ${definition.name} cannot be made: ${messageOf(error)}`);
  }
}
