import type { Plugin } from 'vite';

/** What a page cannot have: modules of Node, and packages that load native code. */
const FORBIDDEN =
  /^\0?(node:|__vite-browser-external:node:)|node_modules\/(sharp|@resvg|linkedom|@tensorflow\/tfjs-(layers|data|converter))\//;

/** Fails the build when a module that needs Node has got into the page, instead of leaving that to whoever opens it. */
export function withoutNode(): Plugin {
  return {
    name: 'attgan:without-node',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const found = Object.entries(chunk.modules).find(
          ([id, { renderedLength }]) => FORBIDDEN.test(id) && renderedLength > 0,
        );
        if (found !== undefined) this.error(`${chunk.fileName} holds ${found[0]}, which needs Node.`);
      }
    },
  };
}
