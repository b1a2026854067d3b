import { AttganError } from '@attgan/core';
import { isModelFile, readModel, readModelFile, type ModelCard } from '@attgan/formats';

/** What the models have in common: one protocol needs one size and one order of attributes. @throws AttganError that names who differs */
export async function commonCard(folders: readonly string[]): Promise<ModelCard> {
  const cards = await Promise.all(
    folders.map(async (folder) => (await (isModelFile(folder) ? readModelFile : readModel)(folder)).card),
  );
  const [first] = cards as [ModelCard];
  const described = ({ attributes, size }: ModelCard): string => `${attributes.join(', ')} at ${size} px`;
  const odd = cards.findIndex((card) => described(card) !== described(first));
  if (odd < 0) return first;
  throw new AttganError(
    `${folders[0]} edits ${described(first)}, but ${folders[odd]} ${described(cards[odd] as ModelCard)}. ` +
      'Only models with the same attributes and size can be evaluated side by side.',
  );
}
