import { describeData } from '@attgan/conformance/vitest';
import { afterAll } from 'vitest';
import { folder } from './folder.ts';
import { pictureTree } from './testing/picture-tree.ts';

const tree = await pictureTree();
const NAMES = ['a.png', 'b.jpg', 'deep/c.png', 'deep/er/d.webp', 'e.png', 'f.png'];
for (const [seed, name] of NAMES.entries()) await tree.picture(name, seed);
await tree.write('labels.csv', 'file,Bald,Male', ...NAMES.map((name, row) => [name, row % 2, row % 3 === 0].join()));
afterAll(() => tree.remove());

describeData(folder, { options: { root: tree.root, cache: 'off' }, size: 16 });
