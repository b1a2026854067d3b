import stringify from 'json-stringify-pretty-compact';

/** `value` as JSON that a person can read and git can compare: what fits into a line, such as an estimate, is one. */
export function resultsJson(value: unknown): string {
  return `${stringify(value, { indent: 1, maxLength: 160 })}\n`;
}
