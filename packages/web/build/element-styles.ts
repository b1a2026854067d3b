import type { Plugin } from 'vite';

/** What the custom element's script is called. */
export const ELEMENT = 'editor.js';

/** Tells the custom element which style sheets it needs: a page links those of its scripts, and an element has none to do so. */
export function elementStyles(): Plugin {
  return {
    name: 'attgan:element-styles',
    enforce: 'post',
    generateBundle(_, bundle) {
      const element = bundle[ELEMENT];
      if (element?.type !== 'chunk') this.error(`${ELEMENT} is missing.`);
      const [styles, seen] = [new Set<string>(), new Set<string>()];
      const visit = (file: string): void => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || seen.has(file)) return;
        seen.add(file);
        for (const imported of chunk.imports) visit(imported);
        for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
      };
      visit(ELEMENT);
      if (styles.size === 0) this.error('The editor has no style sheet.');
      element.code = element.code.replace('__STYLES__', [...styles].join(','));
    },
  };
}
