import { UsageError, type Change } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { checkChange } from './check-changes.ts';

const WORDS = ['on', 'off', 'flip'] as const;

/**
 * Reads `Eyeglasses=on`, `=off`, `=flip` or a degree, `=0.5`, from −1 to 1.
 * @throws UsageError that names what is wrong and lists near attribute names.
 */
export function parseChange(text: string, card: Pick<ModelCard, 'attributes' | 'exclusive'>): Change {
  const at = text.indexOf('=');
  const attribute = (at < 0 ? text : text.slice(0, at)).trim();
  const word = at < 0 ? '' : text.slice(at + 1).trim();
  const value = WORDS.find((known) => known === word.toLowerCase()) ?? numberOf(word);
  // The name first: a mistyped one gets the list of names, whatever follows.
  checkChange({ attribute, value: value ?? 'on' }, card);
  if (value === undefined) {
    const found = at < 0 ? 'no value' : `"${word}"`;
    throw new UsageError(
      `"${text}" gives ${attribute} ${found}. Write ${attribute}=on, =off, =flip or a number from -1 to 1.`,
    );
  }
  return { attribute, value };
}

function numberOf(word: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(word) ? Number(word) : undefined;
}
