import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { REPOSITORY } from './public-entries.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const OUTSIDE = /^([a-z]+:|\/\/|#)/i;

/**
 * markdown-it plugin: pages link to each other as they do in the repository. A folder with a README is that page; what is no page,
 * such as a source file, is shown where the repository is read on the web.
 */
export function repositoryLinks(markdown) {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.type === 'link_open' ? token.attrGet('href') : null;
      if (target !== null && !OUTSIDE.test(target)) token.attrSet('href', siteLink(target, env.relativePath));
    }
  });
}

/** Where a link leads on the site. `page` is the path of the page that has it, from the root. */
function siteLink(target, page) {
  const [path, anchor] = target.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const found = posix.join(dirname(page), decodeURI(path));
  const isFolder = existsSync(join(ROOT, found)) && statSync(join(ROOT, found)).isDirectory();
  if (isFolder && existsSync(join(ROOT, found, 'README.md'))) return `/${posix.join(found, 'index.md')}${hash}`;
  if (found.endsWith('README.md')) return `/${found.replace(/README\.md$/, 'index.md')}${hash}`;
  if (found.endsWith('.md')) return `/${found}${hash}`;
  return `${REPOSITORY}/${isFolder ? 'tree' : 'blob'}/HEAD/${found}${hash}`;
}
