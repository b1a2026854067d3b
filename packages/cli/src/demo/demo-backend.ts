import { messageOf } from '@attgan/core';
import type { Registries } from '@attgan/experiment';

/** The name of the backend to show things on: TensorFlow, installed if this machine allows it; otherwise WebAssembly. */
export async function demoBackend(registries: Registries, report: (line: string) => void): Promise<string> {
  const tensorflow = registries.of('backend').get('tensorflow');
  try {
    if ((await tensorflow.whyUnavailable()) !== undefined) {
      await tensorflow.install?.({ cuda: false, force: false, report });
    }
    return tensorflow.name;
  } catch (error) {
    report(
      `TensorFlow cannot run here (${messageOf(error)}), so the demo uses WebAssembly, which is several times slower.`,
    );
    return 'wasm';
  }
}
