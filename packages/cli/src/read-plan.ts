import { parseOptions, UsageError } from '@attgan/core';
import { checkStudyLength, studyPlan, type StudyPlan } from '@attgan/eval';
import { mergeLayers, type Loose } from '@attgan/experiment';
import { readConfig } from './arguments/read-config.ts';

/**
 * The plan in `file`, with what flags say of all its experiments laid over its base.
 * @throws UsageError that names the file and the first thing wrong in it
 */
export async function readPlan(
  file: string,
  layers: readonly Loose[],
  plugins: readonly string[],
  root: string,
): Promise<StudyPlan> {
  const plan = parsePlan(await readConfig(file, root), file);
  const { plugins: own } = plan.base;
  const all = [...new Set([...(Array.isArray(own) ? own.map(String) : []), ...plugins])];
  const laid = { ...plan, base: mergeLayers([plan.base, ...layers, ...(all.length > 0 ? [{ plugins: all }] : [])]) };
  checkStudyLength(laid);
  return laid;
}

function parsePlan(value: unknown, file: string): StudyPlan {
  try {
    return parseOptions(studyPlan, value, '');
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}
