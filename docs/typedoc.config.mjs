import { publicEntries, REPOSITORY } from './.vitepress/public-entries.mjs';

/** Pages of every public function and type, as Markdown, for the site. */
export default {
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme', './.vitepress/name-modules.mjs'],
  entryPoints: publicEntries().map(({ file }) => file),
  tsconfig: 'tsconfig.json',
  out: 'api',
  docsRoot: '..',
  name: 'API',
  readme: 'none',
  // npm run build checks types, with each package's own settings.
  skipErrorChecking: true,
  disableGit: true,
  sourceLinkTemplate: `${REPOSITORY}/blob/HEAD/{path}#L{line}`,
  displayBasePath: '..',
  router: 'module',
  hideBreadcrumbs: true,
  excludeInternal: true,
  excludeExternals: true,
  // Types that a signature names without exporting them are said in words.
  validation: { notExported: false, invalidLink: true },
  treatValidationWarningsAsErrors: true,
  logLevel: 'Warn',
};
