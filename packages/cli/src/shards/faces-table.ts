import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { writeAtomically } from '@attgan/formats';
import { findResults, readResults } from '@attgan/shards';
import { z } from 'zod';

const crop = z.looseObject({ labels: z.array(z.int()) });

/**
 * Writes `faces.csv`, a label file as `--data folder` reads it, of the crops that joined results of `align` tell of.
 * @returns its path; undefined where the crops are in archives
 */
export async function writeFacesTable(results: string, out: string, settings: unknown): Promise<string | undefined> {
  const { attributes, tars } = z
    .looseObject({ attributes: z.array(z.string()), tars: z.unknown().optional() })
    .parse(settings);
  if (tars !== undefined) return undefined;
  const [found] = await findResults([results]);
  if (found === undefined) throw new AttganError(`${results} is missing.`);
  const path = join(out, 'faces.csv');
  await writeAtomically(path, async (to) => {
    await to.write(`${['file', ...attributes].join(',')}\n`);
    for await (const { line } of readResults(found)) {
      for (const output of line.outputs ?? []) {
        await to.write(`${[quoted(output.file), ...crop.parse(output).labels].join(',')}\n`);
      }
    }
  });
  return path;
}

function quoted(field: string): string {
  return /[",;\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
