import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the tests of whole commands first: the longest of them would otherwise end alone, on one of several cores. */
export class CommandsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isOfCommands = ({ moduleId }: TestSpecification): boolean => /\/test\/[^/]+\.test\.ts$/.test(moduleId);
    return [...sorted.filter(isOfCommands), ...sorted.filter((file) => !isOfCommands(file))];
  }
}
