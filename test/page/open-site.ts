import { startServer, type RunningServer, type ServedModel } from '@attgan/serve';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright';
import { inject } from 'vitest';
import { findChromium } from '../../tools/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the page as tools/build-site.ts built it; '' where there is no Chromium. */
    readonly site: string;
  }
}

export const CHROMIUM = findChromium();

/** Where tests find Chromium, or why they skip. */
export const WITHOUT = 'there is no Chromium here: install one (Debian: chromium), or name it by CHROMIUM';

export interface SiteOptions {
  readonly model: ServedModel;
  /** Folder of a training that is shown. */
  readonly run?: string;
  /** That is open already, and stays open. */
  readonly browser?: Browser;
  /** More arguments for Chromium. */
  readonly args?: readonly string[];
  /** What starts Chromium. */
  readonly executable?: string;
  readonly context?: BrowserContextOptions;
}

/** A server of the page as it was built from the sources, and an empty page of a browser. */
export interface OpenSite {
  readonly server: RunningServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors, warnings of the console, and violations of the page's policy. */
  readonly problems: readonly string[];
  /** Every address that was asked for. */
  readonly requested: readonly string[];
  /** Those that were asked of others than the server. */
  elsewhere(): string[];
  close(): Promise<void>;
}

export async function openSite({
  model,
  run,
  browser: given,
  args = [],
  executable,
  ...more
}: SiteOptions): Promise<OpenSite> {
  const server = await startServer({ site: inject('site'), model, ...(run !== undefined && { run }) });
  const browser = given ?? (await openBrowser(args, executable));
  const context = await browser.newContext(more.context);
  const page = await context.newPage();
  const [problems, requested]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  context.on('request', (request) => requested.push(request.url()));
  return {
    server,
    browser,
    context,
    page,
    problems,
    requested,
    elsewhere: () => requested.filter((url) => !url.startsWith(server.url) && !url.startsWith(`blob:${server.url}`)),
    async close() {
      await (given === undefined ? browser : context).close();
      await server.close();
    },
  };
}

/**
 * @param args more arguments for Chromium
 * @param executablePath what starts it
 */
export function openBrowser(args: readonly string[] = [], executablePath = CHROMIUM): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--force-color-profile=srgb', ...args],
  });
}
