import type { FindingTable, Unit } from '../finding.ts';
import { findingOf, metricsOf } from '../report/evaluation/evaluation.ts';
import type { Study } from './study.ts';

/** One column of a metric's table, the experiments side by side. */
export interface AttributeTable {
  readonly title: string;
  readonly rowTitle: string;
  readonly experiments: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** Means over seeds, in the order of the experiments. */
    readonly cells: readonly ({ readonly value: number; readonly unit: Unit } | undefined)[];
  }[];
}

/** The first column of the first table of every metric that has one. */
export function perAttribute({ plan, runs }: Study): readonly AttributeTable[] {
  const experiments = Object.keys(plan.experiments);
  const models = runs.map(({ model }) => model);
  return metricsOf({ models }).flatMap((metric): AttributeTable[] => {
    const tables = runs.flatMap((run): { experiment: string; table: FindingTable }[] => {
      const [table] = findingOf(run.model, metric)?.tables ?? [];
      return table === undefined ? [] : [{ experiment: run.experiment, table }];
    });
    const first = tables[0]?.table;
    const [column] = first?.columns ?? [];
    if (first === undefined || column === undefined) return [];
    return [
      {
        title: `${first.title}: ${column.name}`,
        rowTitle: first.rowTitle,
        experiments,
        rows: first.rows.map(({ name }) => ({
          name,
          cells: experiments.map((experiment) => {
            const values = tables
              .filter((each) => each.experiment === experiment)
              .flatMap(({ table }) => table.rows.find((row) => row.name === name)?.cells[0]?.value ?? []);
            if (values.length === 0) return undefined;
            return { value: values.reduce((sum, value) => sum + value, 0) / values.length, unit: column.unit };
          }),
        })),
      },
    ];
  });
}
