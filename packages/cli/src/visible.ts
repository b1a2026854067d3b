/**
 * Control characters other than line feeds and tabs, and those that turn the direction of writing: a terminal obeys them, whoever put
 * them into a name.
 */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text for a terminal, in which names of files, of attributes and in cards cannot do anything: `\u001b` is written so. */
export function visible(text: string): string {
  return text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
