import { AttganError } from '@attgan/core';
import type { FoundResults } from './find-results.ts';
import { placedLines } from './placed-lines.ts';
import { parseResultLine, type ResultLine, type ResultsEnd } from './result-line.ts';

/** A line of results as it stands in the file, and what it says. */
export interface ReadLine {
  readonly text: string;
  readonly line: ResultLine;
}

/**
 * The lines of a finished shard.
 * @returns what its last line says
 * @throws AttganError where it is not finished, or has other lines than it says
 */
export async function* readResults({ path, header, shard }: FoundResults): AsyncGenerator<ReadLine, ResultsEnd['end']> {
  let [number, count, failed, last] = [0, 0, 0, 0];
  for await (const { text } of placedLines(path)) {
    number++;
    if (number === 1) continue;
    const line = parseResultLine(text, path, number);
    if ('archive' in line) continue;
    if ('end' in line) {
      if (line.end.results === count && line.end.failed === failed) return line.end;
      throw new AttganError(`${path} has ${count} results, and should have ${line.end.results}. Run the shard again.`);
    }
    if (line.at % shard.count !== shard.index || line.at < last || line.settings !== header.settings) {
      throw new AttganError(`${path}, line ${number} does not belong there. Run the shard again.`);
    }
    last = line.at;
    count++;
    if (line.error !== undefined) failed++;
    yield { text, line };
  }
  throw new AttganError(`${path}: shard ${header.shard} is not finished. Run it again; it goes on where it was.`);
}
