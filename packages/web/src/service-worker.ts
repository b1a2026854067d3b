// Keeps the page, so that it opens without a network. It is built into one file, `sw.js`, beside the page.

/** Files of the site, from its root; put in when the site is built. */
const FILES: readonly string[] = JSON.parse('__FILES__');
const CACHE = `attgan-page-__VERSION__`;

/** The little of a service worker's globals that is used here; TypeScript describes either a page or a worker. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
interface LifeEvent {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
  void scope.skipWaiting();
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(request.url);
  if (request.method !== 'GET' || file === undefined) return;
  // Names of assets hold a hash of what is in them, so what is kept is never out of date.
  event.respondWith(file.startsWith('assets/') ? keptOrFetched(request) : fetchedOrKept(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new URL(file, scope.registration.scope).href));
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('attgan-page-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A file of the site from its root; undefined for what is not one. */
function fileOf(url: string): string | undefined {
  const { origin, pathname } = new URL(url);
  const root = new URL(scope.registration.scope);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  const file = pathname.slice(root.pathname.length);
  return FILES.includes(file) ? file : undefined;
}

async function keptOrFetched(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function fetchedOrKept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept !== undefined) return kept;
    throw error;
  }
}
