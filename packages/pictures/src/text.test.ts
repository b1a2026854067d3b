import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeXml, measureText, wrapText } from './text.ts';

test('width grows with size and weight, and an m is wider than an i', () => {
  expect(measureText('Bangs', 24)).toBeCloseTo(2 * measureText('Bangs', 12));
  expect(measureText('Bangs', 12, 700)).toBeGreaterThan(measureText('Bangs', 12));
  expect(measureText('mmmm', 12)).toBeGreaterThan(2 * measureText('iiii', 12));
  expect(measureText('', 12)).toBe(0);
});

test('wrapping keeps every word in order, and only a single word may be too wide', () => {
  const word = fc.constantFrom('a', 'hair', 'Mouth', 'Extraordinarily');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 7 }), fc.integer({ min: 1, max: 200 }), (words, width) => {
      const lines = wrapText(words.join(' '), width, 12);
      expect(lines.join(' ')).toBe(words.join(' '));
      for (const line of lines) if (line.includes(' ')) expect(measureText(line, 12)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 60 },
  );
});

test('what XML reserves or forbids is replaced', () => {
  expect(escapeXml('<a b="c">&\u0000\ud800é')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;\ufffd\ufffdé');
});
