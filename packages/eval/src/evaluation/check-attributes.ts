import { AttganError, type Dataset } from '@attgan/core';

/** @throws AttganError unless labels of the data mean the same to the model: equal attributes in equal order. */
export function checkAttributes(
  { card }: { readonly card: { readonly attributes: readonly string[] } },
  { attributes }: Pick<Dataset, 'attributes'>,
): void {
  if (card.attributes.join() === attributes.join()) return;
  throw new AttganError(
    `The model edits ${card.attributes.join(', ')}, but the data has the attributes ${attributes.join(', ')}. ` +
      'Open the data with the attributes of the model, in its order.',
  );
}
