import type { ModelCard } from '@attgan/formats';
import type { Part, Precision } from './onnx-model.ts';

/** What an ONNX file says of its model, each value as JSON: `attgan` is the card; others are for readers that want one thing. */
export function metadataOf(
  card: ModelCard,
  { sha256, part, precision }: { readonly sha256: string; readonly part: Part; readonly precision: Precision },
): Record<string, string> {
  const { attributes, exclusive, scale, strength, gains, crop, size, critic: _, ...others } = card;
  const single = { attributes, exclusive, scale, strength, gains, crop, size, part, precision, weights: sha256 };
  const known = Object.entries(single).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, JSON.stringify(value)] as const],
  );
  const { weights: __, part: ___, precision: ____, ...kept } = single;
  return { attgan: JSON.stringify({ ...others, ...kept }), ...Object.fromEntries(known) };
}
