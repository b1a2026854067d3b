/**
 * Copies a link to this page with another fragment. Where the clipboard is closed to the page the link goes into the address bar.
 * @returns whether it was copied
 */
export async function copyLink(fragment: string): Promise<boolean> {
  const url = new URL(fragment, location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    history.replaceState(null, '', url);
    return false;
  }
}
