import { parseOptions, UsageError } from '@attgan/core';
import { checkStudyLength, studyPlan, type StudyPlan } from '@attgan/eval';
import { leftOut, mergeLayers, withoutWrites, type Loose, type Registries } from '@attgan/experiment';
import { readConfig } from './arguments/read-config.ts';

/**
 * The plan in `file`, with what flags say of all its experiments laid over its base. What the file itself says of folders to write to
 * is left out.
 * @param changes laid over the plan itself, of which later ones win
 * @throws UsageError that names the file and the first thing wrong in it
 */
export async function readPlan(
  file: string,
  changes: readonly Loose[],
  layers: readonly Loose[],
  plugins: readonly string[],
  root: string,
  registries: Registries,
  report: (line: string) => void,
): Promise<StudyPlan> {
  const plan = harmless(
    parsePlan(mergeLayers([await readConfig(file, root), ...changes]), file),
    file,
    registries,
    report,
  );
  const { plugins: own } = plan.base;
  const all = [...new Set([...(Array.isArray(own) ? own.map(String) : []), ...plugins])];
  const laid = { ...plan, base: mergeLayers([plan.base, ...layers, ...(all.length > 0 ? [{ plugins: all }] : [])]) };
  checkStudyLength(laid);
  return laid;
}

function harmless(plan: StudyPlan, file: string, registries: Registries, report: (line: string) => void): StudyPlan {
  const base = withoutWrites(plan.base, registries);
  const experiments = Object.entries(plan.experiments).map(
    ([name, layer]) => [name, withoutWrites(layer, registries)] as const,
  );
  const line = leftOut(
    [base, ...experiments.map(([, each]) => each)].flatMap(({ left }) => left),
    file,
  );
  if (line !== undefined) report(line);
  return {
    ...plan,
    base: base.layer,
    experiments: Object.fromEntries(experiments.map(([name, { layer }]) => [name, layer])),
  };
}

function parsePlan(value: unknown, file: string): StudyPlan {
  try {
    return parseOptions(studyPlan, value, '');
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}
