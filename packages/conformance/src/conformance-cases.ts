import type { ConformanceCase } from './case.ts';
import { arrangingCases } from './cases/arranging.ts';
import { convolutionCases } from './cases/convolution.ts';
import { criticCases } from './cases/critics.ts';
import { determinismCases } from './cases/determinism.ts';
import { elementwiseCases } from './cases/elementwise.ts';
import { generatorCases } from './cases/generators.ts';
import { generatorRuntimeCases } from './cases/generator-runtimes.ts';
import { kernelCases } from './cases/kernels.ts';
import { largeLayerCases } from './cases/large-layers.ts';
import { lossCases } from './cases/losses.ts';
import { normalisationCases } from './cases/normalisation.ts';
import { numberCases } from './cases/numbers.ts';
import { openingCases } from './cases/opening.ts';
import { penaltyCases } from './cases/penalties.ts';
import { productCases } from './cases/products.ts';
import { reductionCases } from './cases/reductions.ts';
import { trainingCases } from './cases/training.ts';
import { transposedLayerCases } from './cases/transposed-layers.ts';

/** Every case, group by group; those that close the backend come last. */
export function conformanceCases(): readonly ConformanceCase[] {
  return [
    ...elementwiseCases(),
    ...arrangingCases(),
    ...reductionCases(),
    ...productCases(),
    ...convolutionCases(),
    ...largeLayerCases(),
    ...normalisationCases(),
    ...kernelCases(),
    ...transposedLayerCases(),
    ...lossCases(),
    ...generatorCases(),
    ...criticCases(),
    ...penaltyCases(),
    ...trainingCases(),
    ...determinismCases(),
    ...numberCases(),
    ...generatorRuntimeCases(),
    ...openingCases(),
  ];
}
