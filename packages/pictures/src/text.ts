import { Resvg } from '@resvg/resvg-js';
import { FONT_FAMILY, resvgOptions } from './render-svg.ts';

export type Weight = 400 | 700;

const widths = new Map<string, number>();

/** Width of one line in `FONT_FAMILY`, pixels, at a font size in pixels. */
export function measureText(text: string, size: number, weight: Weight = 400): number {
  const key = `${weight} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    const label = `<text font-family="${FONT_FAMILY}" font-weight="${weight}" font-size="100">${escapeXml(text)}</text>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">${label}</svg>`;
    width = (new Resvg(svg, resvgOptions()).getBBox()?.width ?? 0) / 100;
    widths.set(key, width);
  }
  return width * size;
}

/** Breaks a text between words so that lines are at most `width` pixels; a longer word has a line of its own. */
export function wrapText(text: string, width: number, size: number, weight: Weight = 400): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const line = lines.at(-1);
    const joined = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && measureText(joined, size, weight) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

/** Text as it may stand in XML. */
export function escapeXml(text: string): string {
  return xmlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Characters that XML forbids even when escaped, lone surrogates among them, become U+FFFD. */
export function xmlCharacters(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');
}
