/**
 * The first key that an object in `text` has twice, or undefined. `JSON.parse` would silently keep the last.
 * `text` must be valid JSON already.
 */
export function duplicateKey(text: string): string | undefined {
  // Strings are the only place where brackets and colons mean nothing, so a string or a bracket is all a token need be.
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  const open: Set<string>[] = [];
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found, colon] = match;
    if (found === '{' || found === '[') open.push(new Set());
    else if (found === '}' || found === ']') open.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(found.slice(0, found.length - colon.length));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
