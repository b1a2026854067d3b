import { flatten, type Tree, type Weight } from '@attgan/kernels';
import { refill } from '../refill.ts';
import { draw, sizeOf, type Values } from '../values.ts';

/** Parameters or averages of these shapes, drawn so that features neither vanish nor grow. */
export function drawParameters(name: string, weights: Tree<Weight>): Tree<Values> {
  const drawn = flatten<Weight>(weights).map(([path, { shape }]) => {
    const title = `${name} ${path}`;
    if (path.endsWith('gain') || path.endsWith('variance')) return draw(title, shape, 0.5, 1.5);
    if (!path.endsWith('kernel')) return draw(title, shape, -0.5, 0.5);
    // Uniform numbers within √(3 / fan in) have the variance 1 / fan in.
    const reach = Math.sqrt((3 * (shape.at(-1) as number)) / sizeOf(shape));
    return draw(title, shape, -reach, reach);
  });
  return refill(weights, drawn);
}
