import {
  normActivationGradGradPortable,
  normActivationGradPortable,
  normActivationPortable,
} from './norm-activation-portable.ts';
import { normKernels } from './norm-kernels.ts';

/** The kernels of values that one process holds. */
export const local = normKernels('attgan/NormActivation', {
  forward: normActivationPortable,
  backward: normActivationGradPortable,
  second: (inputs, attributes) => normActivationGradGradPortable(inputs, attributes),
});
