import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Starts the tests of whole commands first, so that the longest does not end alone on one of several cores. Where there are no
 * durations of an earlier run, as in CI, vitest goes by size, and would start test/guides.test.ts, which takes minutes, among the
 * last.
 */
export class CommandsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isOfCommands = ({ moduleId }: TestSpecification): boolean => /\/test\/[^/]+\.test\.ts$/.test(moduleId);
    return [...sorted.filter(isOfCommands), ...sorted.filter((file) => !isOfCommands(file))];
  }
}
