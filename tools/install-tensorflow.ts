import { readFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { tensorflowBackend } from '@attgan/backend-tensorflow';

/** How a test file shows that it computes on TensorFlow where that can be had. */
const USES_TENSORFLOW = /tensorflowBackend|backendHere/;

/**
 * Installs TensorFlow into the user's cache before the tests that compute on it: once, so that test files side by side
 * do not each download it. Where it cannot be installed those tests say so themselves, and the others run.
 */
export default async function installTensorflow(project: TestProject): Promise<void> {
  if ((await tensorflowBackend.whyUnavailable()) === undefined) return;
  const { testFiles } = await project.globTestFiles(project.vitest.filenamePattern);
  const sources = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')));
  if (!sources.some((source) => USES_TENSORFLOW.test(source))) return;
  console.log('Some of these tests compute on TensorFlow: installing it once into the user cache.');
  try {
    await tensorflowBackend.install?.({ cuda: false, force: false, report: (line) => console.log(line) });
  } catch (error) {
    console.log(`TensorFlow was not installed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
