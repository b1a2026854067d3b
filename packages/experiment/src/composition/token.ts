import type { ModelCard } from '@attgan/formats';
import type { Game } from '@attgan/training';
import type { Experiment } from '../experiment.ts';
import type { Sources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';

declare const VALUE: unique symbol;
/** A service identifier that remembers the type of what it stands for. */
export type Token<T> = symbol & { readonly [VALUE]?: T };

function token<T>(name: string): Token<T> {
  return Symbol.for(`attgan/${name}`) as Token<T>;
}

export const EXPERIMENT = token<Experiment>('experiment');
export const REGISTRIES = token<Registries>('registries');
export const SIZE = token<number>('size of the images');
export const SOURCES = token<Sources>('data and backend');
export const GAME = token<Game<unknown>>('game');
export const CARD = token<ModelCard>('model card');

/** What a part of the experiment becomes, by its kind. */
export function partToken(kind: string): Token<unknown> {
  return token(`part ${kind}`);
}
