import { lockFolder, type FolderLock } from '@attgan/formats';

const PATIENCE = 10_000;

/**
 * Keeps two processes from packing into one folder. Waits while another one does, for `patience` milliseconds.
 * @throws AttganError when the folder is still locked then
 */
export function lockPack(
  folder: string,
  report: (line: string) => void,
  patience: number = PATIENCE,
): Promise<FolderLock> {
  const packed = (who: string): string => `${folder} is being packed by ${who}`;
  return lockFolder(folder, {
    name: 'pack.lock',
    taken: (who) => `${packed(who)}; wait for it, or pack into another folder`,
    lost: `Another process took over packing into ${folder}; the images packed so far are kept`,
    patience,
    onWait: (who) => report(`${packed(who)}; waiting for it`),
  });
}
