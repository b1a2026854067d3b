import type { DefinitionKinds, Kind } from '@attgan/core';
import { describeDefinition, type DescribeSetting } from './describe-definition.ts';

/** A describe block with one test for each conformance case of the kind; see `describeDefinition`. */
export type Describe<K extends Kind> = (definition: DefinitionKinds[K], setting?: DescribeSetting) => void;

// One for each kind, so that the compiler knows what each takes.
export const describeData: Describe<'data'> = describeDefinition;
export const describeGenerator: Describe<'generator'> = describeDefinition;
export const describeCritic: Describe<'critic'> = describeDefinition;
export const describeAdversarial: Describe<'adversarial'> = describeDefinition;
export const describeReconstruction: Describe<'reconstruction'> = describeDefinition;
export const describeConstraint: Describe<'constraint'> = describeDefinition;
export const describeMethod: Describe<'method'> = describeDefinition;
export const describeMetric: Describe<'metric'> = describeDefinition;
export const describeOptimizer: Describe<'optimizer'> = describeDefinition;
export const describeSchedule: Describe<'schedule'> = describeDefinition;
export const describeAugmentation: Describe<'augmentation'> = describeDefinition;
export const describeAverage: Describe<'average'> = describeDefinition;
