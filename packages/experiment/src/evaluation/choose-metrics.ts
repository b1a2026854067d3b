import { parseOptions } from '@attgan/core';
import type { MetricDefinition } from '@attgan/eval';
import type { Registries } from '../registries.ts';
import type { MetricChoice } from './evaluation-request.ts';

export interface ChosenMetric {
  readonly definition: MetricDefinition;
  readonly options: unknown;
}

/** The metrics with their options, defaults filled in; all of them where none are named. @throws UsageError for wrong ones */
export function chooseMetrics(choices: readonly MetricChoice[] | undefined, registries: Registries): ChosenMetric[] {
  const registry = registries.of('metric');
  return (choices ?? registry.all()).map((choice) => {
    if (typeof choice === 'object' && 'observe' in choice) return checked(choice as MetricDefinition, {});
    const { name, ...options } = typeof choice === 'string' ? { name: choice } : choice;
    return checked(registry.get(name), options);
  });
}

function checked(definition: MetricDefinition, options: unknown): ChosenMetric {
  return { definition, options: parseOptions(definition.options, options, `metric.${definition.name}`) };
}
