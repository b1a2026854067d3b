import { sha256OfBytes } from '@attgan/formats';
import { loadBytes, loadText } from './load-bytes.ts';

// Models stay in the browser: weights by their digest, so that equal ones of other sites' folders are one, cards by their address.

const CACHE = 'attgan-models';
/** Weights that are kept, the newest. */
const MOST = 4;

/** Weights from the cache, or from the site and then kept. @param sha256 that they must have */
export async function cachedWeights(
  url: string,
  sha256: string,
  onShare?: (share: number) => void,
): Promise<Uint8Array> {
  const cache = await openCache();
  const key = new URL(`/sha256/${sha256}`, url).href;
  if ((await cache?.match(key)) !== undefined) {
    const kept = await loadBytes(url, onShare, async () => (await cache?.match(key)) as Response);
    // A browser that ran out of space, or a disk, may have damaged it.
    if ((await sha256OfBytes(kept)) === sha256) return kept;
    await cache?.delete(key);
  }
  const loaded = await loadBytes(url, onShare);
  if (cache !== undefined && (await sha256OfBytes(loaded)) === sha256) await keep(cache, key, loaded);
  return loaded;
}

/** The text of a small file as it is now, or as it was when it was last loaded where the site cannot be reached. */
export async function freshText(url: string): Promise<string> {
  const cache = await openCache();
  try {
    const text = await loadText(url);
    await cache?.put(url, new Response(text)).catch(() => undefined);
    return text;
  } catch (error) {
    const kept = await cache?.match(url);
    if (kept === undefined) throw error;
    return kept.text();
  }
}

/** Absent where a browser keeps nothing, as in some private windows. */
async function openCache(): Promise<Cache | undefined> {
  return 'caches' in globalThis ? caches.open(CACHE).catch(() => undefined) : undefined;
}

async function keep(cache: Cache, key: string, bytes: Uint8Array): Promise<void> {
  try {
    const headers = { 'content-length': String(bytes.length) };
    await cache.put(key, new Response(bytes as Uint8Array<ArrayBuffer>, { headers }));
    const weights = (await cache.keys()).filter(({ url }) => url.includes('/sha256/'));
    for (const old of weights.slice(0, -MOST)) await cache.delete(old);
  } catch {
    // No space: the model is loaded again next time.
  }
}
