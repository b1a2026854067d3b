import type { ModelCard } from '@attgan/formats';

/**
 * Codes for one attribute from fully off to fully on, [steps][attributes]. Exclusive partners that are on stay on while
 * the attribute is off and fade to off, −strength·scale, as it comes, so that no step asks for both.
 */
export function slideCodes(
  label: ArrayLike<number>,
  attribute: string,
  steps: number,
  strength: number,
  { attributes, exclusive, scale }: Pick<ModelCard, 'attributes' | 'exclusive' | 'scale'>,
): number[][] {
  const rivals = new Set(exclusive.filter((group) => group.includes(attribute)).flat());
  return Array.from({ length: steps }, (_, step) => {
    const degree = -1 + (2 * step) / (steps - 1);
    const coming = Math.max(0, degree);
    return attributes.map((name, index) => {
      if (name === attribute) return degree * strength * scale;
      const own = (2 * (label[index] as number) - 1) * scale;
      const fades = rivals.has(name) && label[index] === 1;
      return fades ? own + coming * (-strength * scale - own) : own;
    });
  });
}
