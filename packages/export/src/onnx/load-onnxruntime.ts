import { createRequire } from 'node:module';
import { AttganError, messageOf } from '@attgan/core';

export type OnnxRuntime = typeof import('onnxruntime-node');

/** The version that is tried. */
const VERSION = '1.30.0';
export const INSTALL_ONNXRUNTIME = `npm install onnxruntime-node@${VERSION} --ignore-scripts`;

/** Why onnxruntime cannot run here, with what would mend it; undefined when it is there. Loads nothing. */
export function whyNoOnnxRuntime(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return undefined;
  } catch {
    return `onnxruntime-node is not installed: run ${INSTALL_ONNXRUNTIME}`;
  }
}

/** Loads onnxruntime, which is optional and large. @throws AttganError where it is not installed or does not load */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const problem = whyNoOnnxRuntime();
  if (problem !== undefined) throw new AttganError(`${problem}.`);
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new AttganError(`onnxruntime-node does not load: ${messageOf(error).split('\n')[0]}.`, { cause: error });
  }
}
