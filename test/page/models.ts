import { join } from 'node:path';
import type { ServedModel } from '@attgan/serve';

const MODELS = join(import.meta.dirname, '../../models');
const reader = { name: 'classifier-celeba-64', folder: join(MODELS, 'classifier-celeba-64') };

/** Models of this repository as they are served: of photographs with what reads their labels, and of drawn faces. */
export const FACES_64 = { name: 'faces-64', folder: join(MODELS, 'faces-64'), reader };
export const FACES_128 = { name: 'faces-128', folder: join(MODELS, 'faces-128'), reader };
export const AVATARS_64: ServedModel = { name: 'avatars-64', folder: join(MODELS, 'avatars-64') };
