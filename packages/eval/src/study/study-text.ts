import { formatInterval, formatNumber, formatValue, metricTitle, readable } from '../report/page/format-number.ts';
import { acrossSeeds } from './across-seeds.ts';
import { judgeClaim } from './judge-claim.ts';
import { figureNames } from './figure-names.ts';
import { figuresOf, type Study } from './study.ts';

/** Claims and figures, for a terminal. */
export function studyText(study: Study): string {
  const names = Object.keys(study.plan.experiments);
  const width = Math.max(...names.map(({ length }) => length));
  const claims = study.plan.claims.map((claim) =>
    [
      claim.text,
      ...judgeClaim(study, claim).map(({ than, difference, unit, verdict }) => {
        const shown =
          difference === undefined
            ? ''
            : `  ${formatNumber(difference.value, unit)} ${formatInterval({ ...difference, count: 0 }, unit)}`;
        return `  than ${than.padEnd(width)}  ${verdict.padEnd(10)}${shown}`;
      }),
    ].join('\n'),
  );
  const figures = figureNames(study).map(({ metric, figure: { name, unit } }) =>
    [
      `${metricTitle(metric)}: ${readable(name)}`,
      ...names.map((experiment) => {
        const mean = acrossSeeds(figuresOf(study, experiment, metric, name).map(({ estimate }) => estimate));
        const shown = mean === undefined ? '–' : `${formatValue(mean.value, unit)} ${formatInterval(mean, unit)}`;
        return `  ${experiment.padEnd(width)}  ${shown}`;
      }),
    ].join('\n'),
  );
  return [...claims, ...figures].join('\n\n');
}
