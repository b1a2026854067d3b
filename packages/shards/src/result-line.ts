import { AttganError } from '@attgan/core';
import { z } from 'zod';

/** The first line of a file of results: what was done, by which shard, with which settings. */
export const resultsHeader = z.strictObject({
  format: z.literal(1),
  command: z.string(),
  /** `3/8` */
  shard: z.string().regex(/^\d+\/\d+$/),
  /** The hash of `of`, which every line has, too. */
  settings: z.string(),
  of: z.unknown(),
});
export type ResultsHeader = z.output<typeof resultsHeader>;

const resultFile = z.looseObject({
  /** Its place in the folder of the results, or in the archive; with forward slashes. */
  file: z.string(),
  bytes: z.int().min(0),
  /** 64 lower-case hexadecimal digits. */
  sha256: z.string(),
  /** The archive that it is in. */
  tar: z.string().optional(),
});
export type ResultFile = z.output<typeof resultFile>;

/** What became of one input. */
export const resultLine = z.strictObject({
  /** The position in the list of inputs of the photo, or of the archive that it is in. */
  at: z.int().min(0),
  input: z.string(),
  settings: z.string(),
  /** The files made of it; none of a photo without a face. Absent where it failed. */
  outputs: z.array(resultFile).optional(),
  note: z.string().optional(),
  /** Why it failed. */
  error: z.string().optional(),
});
export type ResultLine = z.output<typeof resultLine>;

/** Follows the lines whose files are in one archive, once all of them are there. */
export const archiveLine = z.strictObject({ archive: z.string(), photos: z.int().min(1) });
export type ArchiveLine = z.output<typeof archiveLine>;

/** The last line: the shard is finished. */
export const resultsEnd = z.strictObject({
  end: z.strictObject({
    /** Lines with an input. */
    results: z.int().min(0),
    /** Those with an error. */
    failed: z.int().min(0),
    /** Photos and archives in the list, of all shards together. */
    units: z.int().min(0),
    /** SHA-256 of their names, each followed by a line feed. */
    digest: z.string(),
  }),
});
export type ResultsEnd = z.output<typeof resultsEnd>;

/** Any line but the first. @throws AttganError naming the file and the line */
export function parseResultLine(text: string, path: string, number: number): ResultLine | ArchiveLine | ResultsEnd {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AttganError(`${path}, line ${number} is not JSON. Remove the line, or the file.`, { cause: error });
  }
  const line = resultLine.safeParse(value);
  if (line.success) return line.data;
  for (const kind of [archiveLine, resultsEnd]) {
    const other = kind.safeParse(value);
    if (other.success) return other.data;
  }
  throw new AttganError(`${path}, line ${number} is no line of results. Remove the line, or the file.`);
}
