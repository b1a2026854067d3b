import { runCommand } from '../run-command.ts';
import { PYTHON } from './tools.ts';

/** Takes the members that start with one of the prefixes out of a zip or a tar.gz; nothing else touches the disk. */
const SCRIPT = `
import sys, tarfile, zipfile
archive, folder, prefixes = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
if zipfile.is_zipfile(archive):
    with zipfile.ZipFile(archive) as z:
        z.extractall(folder, [n for n in z.namelist() if n.startswith(prefixes)])
else:
    with tarfile.open(archive) as t:
        t.extractall(folder, [m for m in t.getmembers() if m.isfile() and m.name.startswith(prefixes)])
`;

/** @throws AttganError when the archive is damaged or the disk is full */
export async function extract(archive: string, folder: string, prefixes: readonly string[]): Promise<void> {
  await runCommand(PYTHON, ['-c', SCRIPT, archive, folder, ...prefixes], `Unpacking ${archive}`);
}
