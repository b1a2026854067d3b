import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { headingSlug } from './heading-slug.ts';
import { REPOSITORY } from './public-entries.mjs';
import { repositoryLinks } from './repository-links.mjs';

const link = (text, path) => ({ text, link: `/${path}` });
const guide = (page) => link(titleOf(`docs/${page}.md`), `docs/${page}`);
const guides = readdirSync(join(import.meta.dirname, '..'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace(/\.md$/, ''));
const isForAuthors = (page) => page === 'architecture' || page.startsWith('write-');

/** Pages lie where they lie in the repository; a folder's README is its index. */
export default defineConfig({
  srcDir: '..',
  outDir: 'site',
  cacheDir: '../.vitest/vitepress',
  srcExclude: ['runs/**', 'demo/**', 'tools/**', 'coverage/**'],
  rewrites: (page) => page.replace(/README\.md$/, 'index.md'),
  title: 'attgan',
  description: 'Facial attribute editing that changes only what you asked for, as composable TypeScript packages.',
  markdown: { config: (markdown) => void markdown.use(repositoryLinks), anchor: { slugify: headingSlug } },
  ignoreDeadLinks: false,
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    outline: 'deep',
    nav: [guide('architecture'), guide('methods'), link('API', 'docs/api/')],
    sidebar: [
      {
        text: 'Using it',
        items: [link('Start', ''), ...guides.filter((page) => !isForAuthors(page)).map(guide)],
      },
      {
        text: 'Extending it',
        items: [
          ...guides.filter(isForAuthors).map(guide),
          link('Examples', 'examples/'),
          link('Contributing', 'CONTRIBUTING'),
          link('Changelog', 'CHANGELOG'),
        ],
      },
      { text: 'API', collapsed: true, items: JSON.parse(readText('docs/api/typedoc-sidebar.json')) },
    ],
  },
});

function readText(path) {
  return readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');
}

function titleOf(page) {
  return /^# (.+)$/m.exec(readText(page))[1];
}
