import { describeData } from '@attgan/conformance/vitest';
import { avatars } from './avatars.ts';

describeData(avatars, { options: { cache: 'off', train: 40, validation: 8, test: 8 } });
