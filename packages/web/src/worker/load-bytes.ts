import { AttganError } from '@attgan/core';

/**
 * Fetches a file whole.
 * @param onShare told how much is there, from 0 to 1
 * @param get where it comes from, in place of the network
 * @throws AttganError when it cannot be had
 */
export async function loadBytes(
  url: string,
  onShare: (share: number) => void = () => undefined,
  get: (url: string) => Promise<Response> = (url) => fetch(url),
): Promise<Uint8Array> {
  const response = await get(url).catch((error: unknown) => {
    throw new AttganError(`${fileOf(url)} could not be loaded: the connection failed.`, { cause: error });
  });
  if (!response.ok || response.body === null) {
    throw new AttganError(`${fileOf(url)} could not be loaded: the server answered ${response.status}.`);
  }
  const total = Number(response.headers.get('content-length') ?? 0);
  const pieces: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    loaded += read.value.length;
    if (total > 0) onShare(Math.min(1, loaded / total));
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  onShare(1);
  return bytes;
}

export async function loadText(url: string): Promise<string> {
  return new TextDecoder().decode(await loadBytes(url));
}

function fileOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? url;
}
