import { basename, dirname, resolve } from 'node:path';

/** Each folder with a name: its own, or its run's where it is only called `model`; numbered where names are equal. */
export function nameModels(folders: readonly string[]): { name: string; folder: string }[] {
  const names = folders.map((folder) => {
    const path = resolve(folder);
    return basename(path) === 'model' ? basename(dirname(path)) : basename(path);
  });
  return folders.map((folder, index) => {
    const name = names[index] as string;
    const before = names.slice(0, index).filter((other) => other === name).length;
    return { folder, name: before === 0 ? name : `${name} (${before + 1})` };
  });
}
