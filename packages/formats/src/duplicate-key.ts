/**
 * The first key that an object in `text` has twice, or undefined. `JSON.parse` would silently keep the last.
 * `text` must be valid JSON already.
 */
export function duplicateKey(text: string): string | undefined {
  // Strings are the only place where brackets and colons mean nothing, so a string or a bracket is all a token need be.
  const token = /["{}[\]]/g;
  const open: Set<string>[] = [];
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '{' || found === '[') open.push(new Set());
    else if (found === '}' || found === ']') open.pop();
    else {
      const end = endOfString(text, match.index);
      token.lastIndex = end;
      if (!colon(text, end)) continue;
      const key: string = JSON.parse(text.slice(match.index, end));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

/** Where the string that begins at `start` ends. One expression for all of it would overflow its stack on a string of megabytes. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end + 1;
    from = end + 1;
  }
}

function colon(text: string, from: number): boolean {
  const after = /\s*:/y;
  after.lastIndex = from;
  return after.test(text);
}
