import { AttganError } from '@attgan/core';
import { OTHERS_BY_STRENGTH, WANTED_BY_STRENGTH } from '../metrics/attribute-accuracy.ts';
import type { Finding, FindingTable } from '../finding.ts';

/** What the edits of one attribute come to by strength; shares in [0, 1], in the order of the strengths. */
export interface AccuracyCurve {
  /** Ascending. */
  readonly strengths: readonly number[];
  /** Share of edits that are read as wanted. */
  readonly wanted: readonly number[];
  /** Share of other attributes that are read wrongly after it. */
  readonly others: readonly number[];
}

/**
 * The curves of each attribute in what `attribute-accuracy` found.
 * @param strengths those that it was measured at, ascending
 * @throws AttganError where an attribute could not be measured
 */
export function accuracyCurves(
  finding: Finding,
  attributes: readonly string[],
  strengths: readonly number[],
): Record<string, AccuracyCurve> {
  const shares = (title: string, attribute: string): number[] => {
    const table = finding.tables.find((each) => each.title === title) as FindingTable;
    const cells = table.rows.find(({ name }) => name === attribute)?.cells ?? [];
    return cells.map((cell) => {
      if (cell === undefined) throw new AttganError(`No face of the split could be edited by ${attribute}.`);
      return cell.value;
    });
  };
  return Object.fromEntries(
    attributes.map((attribute) => [
      attribute,
      { strengths, wanted: shares(WANTED_BY_STRENGTH, attribute), others: shares(OTHERS_BY_STRENGTH, attribute) },
    ]),
  );
}
