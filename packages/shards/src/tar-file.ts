import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileError, release, syncFolder, temporaryBeside } from '@attgan/formats';
import { pack } from 'tar-stream';

/** A tar archive that is being written under a temporary name. */
export interface TarFile {
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Closes it, forces it to disk and gives it its name. */
  finish(): Promise<void>;
  /** Removes it. */
  abandon(): Promise<void>;
}

/** Equal members in equal order give equal bytes: no times, no owners. */
export function createTarFile(path: string): TarFile {
  const temporary = temporaryBeside(path);
  const archive = pack();
  let failed: unknown;
  const written = pipeline(archive, createWriteStream(temporary, { flags: 'wx' })).catch((error: unknown) => {
    failed = error;
  });
  const check = (): void => {
    if (failed !== undefined) throw fileError('write', path, failed);
  };
  return {
    async add(name, bytes) {
      check();
      const header = { name, size: bytes.length, mode: 0o644, mtime: new Date(0), type: 'file' } as const;
      // A broken pipe calls nobody back.
      await Promise.race([
        new Promise<void>((resolve, reject) => {
          archive.entry(header, Buffer.from(bytes), (error) => (error ? reject(error) : resolve()));
        }),
        written,
      ]);
      check();
    },
    async finish() {
      archive.finalize();
      await written;
      check();
      try {
        const file = await open(temporary, 'r+');
        await file.sync().finally(() => file.close());
        await rename(temporary, path);
        await syncFolder(dirname(path));
      } catch (error) {
        throw fileError('write', path, error);
      } finally {
        release(temporary);
      }
    },
    async abandon() {
      archive.destroy();
      await written;
      await rm(temporary, { force: true }).catch(() => undefined);
      release(temporary);
    },
  };
}
