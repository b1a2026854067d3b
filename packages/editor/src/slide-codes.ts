import { plainCode, type Coding, type Intensities } from './code-of.ts';

/**
 * Codes for one attribute from fully off to fully on, [steps][attributes]. Exclusive partners that are on stay on while
 * the attribute is off and fade to off, −strength·scale, as it comes, so that no step asks for both.
 */
export function slideCodes(
  label: ArrayLike<number>,
  attribute: string,
  steps: number,
  strength: number,
  card: Coding,
  intensities?: Intensities,
): number[][] {
  const { attributes, exclusive, scale } = card;
  const plain = plainCode(label, card, intensities);
  const rivals = new Set(exclusive.filter((group) => group.includes(attribute)).flat());
  return Array.from({ length: steps }, (_, step) => {
    const degree = -1 + (2 * step) / (steps - 1);
    const coming = Math.max(0, degree);
    return attributes.map((name, index) => {
      if (name === attribute) return degree * strength * scale;
      const own = plain[index] as number;
      const fades = rivals.has(name) && label[index] === 1;
      return fades ? own + coming * (-strength * scale - own) : own;
    });
  });
}
