import { mergeLayers, parseOptions, UsageError } from '@attgan/core';
import { checkStudyLength, studyPlan, type StudyPlan } from '@attgan/eval';
import { experimentLayers, readConfig } from '../experiment-flags.ts';
import type { Flags } from '../flags.ts';

/**
 * The plan in `file`, with what flags say of all its experiments laid over its base.
 * @throws UsageError that names the file and the first thing wrong in it
 */
export async function readPlan(
  file: string,
  flags: Flags,
  root: string,
): Promise<{ readonly plan: StudyPlan; readonly plugins: readonly string[] }> {
  const written = parsePlan(await readConfig(file, root), file);
  const { plugins: own } = written.base;
  const plugins = [...new Set([...(Array.isArray(own) ? own.map(String) : []), ...flags.all('plugin')])];
  const layers = [written.base, ...(await experimentLayers(flags, root)), ...(plugins.length > 0 ? [{ plugins }] : [])];
  const plan = { ...written, base: mergeLayers(layers) };
  checkStudyLength(plan);
  return { plan, plugins };
}

function parsePlan(value: unknown, file: string): StudyPlan {
  try {
    return parseOptions(studyPlan, value, '');
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}
