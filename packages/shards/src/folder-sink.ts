import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, writeFileAtomically } from '@attgan/formats';
import { describeFile } from './describe-file.ts';
import type { ResultSink } from './result-sink.ts';
import type { Results } from './results.ts';

/** Files in a folder, each there whole or not at all. */
export function folderSink(folder: string, results: Results): ResultSink {
  return {
    async put(line, files) {
      for (const { file, bytes } of files ?? []) {
        const path = join(folder, file);
        await makeFolder(dirname(path));
        await writeFileAtomically(path, bytes);
      }
      await results.append([{ ...line, ...(files && { outputs: files.map((file) => describeFile(file)) }) }]);
    },
    async holds({ outputs = [] }) {
      for (const { file, bytes } of outputs) {
        const found = await stat(join(folder, file)).catch(() => undefined);
        if (found?.isFile() !== true || found.size !== bytes) return false;
      }
      return true;
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}
