import { lockFolder, makeFolder, type FolderLock } from '@attgan/formats';

/**
 * Keeps two trainings out of one run folder, which is made when missing.
 * @throws AttganError that names who trains in the folder
 */
export async function lockRun(run: string): Promise<FolderLock> {
  await makeFolder(run);
  return lockFolder(run, {
    name: 'run.lock',
    taken: (who) => `A training is running in ${run} (${who}). Wait for it, stop it, or choose another --run folder.`,
    lost: `Another process took over ${run}, so this training stopped; the last checkpoint is intact.`,
  });
}
