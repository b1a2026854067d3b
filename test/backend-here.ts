import type { BackendDefinition } from '@attgan/core';
import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { wasmBackend } from '@attgan/backend-wasm';

/** The backend that whole-system tests run on: tensorflow where it is installed, wasm elsewhere. */
export async function backendHere(): Promise<BackendDefinition> {
  return (await tensorflowBackend.whyUnavailable()) === undefined ? tensorflowBackend : wasmBackend;
}
