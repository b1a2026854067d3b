import type { CaseResult, ConformanceReport } from '@attgan/conformance';

/** A conformance report for people: a line for each group, what fails, and how fast typical layers were. */
export function reportTable({ kind, name: checked, ok, results, layers }: ConformanceReport): string {
  const groups = [...new Set(results.map(({ group }) => group))];
  const failures = results.filter(({ status }) => status === 'failed');
  return [
    `${'group'.padEnd(20)} passed failed not promised  farthest off`,
    ...groups.map((group) =>
      groupLine(
        group,
        results.filter((result) => result.group === group),
      ),
    ),
    ...failures.map(({ group, name, problem }) => `FAILED ${group}, ${name}: ${problem}`),
    ...(layers.length === 0 ? [] : ['typical layers, GFLOP/s']),
    ...layers.map(({ name, gigaflops }) => `  ${name.padEnd(46)} ${gigaflops.toFixed(1).padStart(8)}`),
    ...(ok ? [`The ${kind} ${checked} passes all conformance cases of what it promises.`] : []),
  ].join('\n');
}

function groupLine(group: string, results: readonly CaseResult[]): string {
  const count = (wanted: CaseResult['status'], width: number): string =>
    String(results.filter(({ status }) => status === wanted).length).padStart(width);
  const counts = [count('passed', 6), count('failed', 6), count('not promised', 12)].join(' ');
  return `${group.padEnd(20)} ${counts}  ${farthest(results)}`.trimEnd();
}

/** The result that used up most of what it is allowed. */
function farthest(results: readonly CaseResult[]): string {
  const share = ({ deviation = 0, tolerance = 0 }: CaseResult): number => (tolerance === 0 ? 0 : deviation / tolerance);
  const measured = results.filter((result) => share(result) > 0);
  if (measured.length === 0) return '';
  const { deviation, tolerance, name } = measured.reduce((worst, each) => (share(each) > share(worst) ? each : worst));
  return `${deviation?.toExponential(1)} of ${tolerance?.toExponential(0)}: ${name}`;
}
