import { describeData } from '@attgan/conformance/vitest';
import { afterAll } from 'vitest';
import { celeba } from './celeba.ts';
import { celebaTree } from './testing/celeba-tree.ts';

const tree = await celebaTree(20);
afterAll(() => tree.remove());

describeData(celeba, { options: { root: tree.root, cache: 'off' }, size: 32 });
