import { definePlugin } from '@attgan/core';
import { aim } from './aim.js';
import { contrast } from './contrast.js';
import { grain } from './grain.js';
import { halving } from './halving.js';
import { lion } from './lion.js';
import { shapes } from './shapes.js';
import { opposite, shuffled, targetKind } from './target.js';

export { defineTarget } from './target.js';

export default definePlugin({
  name: 'attgan-variants',
  kinds: [targetKind],
  provides: [lion, halving, grain, shapes, contrast, shuffled, opposite, aim],
});
