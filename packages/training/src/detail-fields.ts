import { withoutUndefined } from '@attgan/core';
import type { Editing } from './game.ts';

/** What a model's card says of how edits are given back detail: nothing where they are given none. */
export function detailFields({
  detail = 0,
  detailFade,
  detailSmooth,
}: Pick<Editing, 'detail' | 'detailFade' | 'detailSmooth'>): Partial<
  Pick<Required<Editing>, 'detail' | 'detailSmooth'> & { readonly detailFade: NonNullable<Editing['detailFade']> }
> {
  if (detail === 0) return {};
  return withoutUndefined({ detail, detailFade, detailSmooth: detailSmooth === true ? true : undefined });
}
