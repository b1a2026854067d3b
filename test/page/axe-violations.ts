import { join } from 'node:path';
import type { Page } from 'playwright';

const AXE = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');

/** What axe objects to in the page, each with the elements that it means. @param site URL of the site, with a slash at its end */
export async function axeViolations(page: Page, site: string): Promise<readonly string[]> {
  // As a script of the site, which is all that the page's policy lets run.
  await page.route(`${site}axe.js`, async (route) => route.fulfill({ path: AXE }));
  await page.addScriptTag({ url: `${site}axe.js` });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    type Violation = { id: string; impact: string; nodes: { html: string }[] };
    const found = await axe.run();
    return found.violations.map(
      ({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html).join()}`,
    );
  });
}
