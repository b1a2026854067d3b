import { formatInterval, formatNumber, metricTitle, readable } from '../report/page/format-number.ts';
import { htmlTable, type HtmlCell } from '../report/page/html-table.ts';
import { html } from '../report/page/html.ts';
import type { Section } from '../report/page/page.ts';
import { intervalsText } from './figure-names.ts';
import { judgeClaim, type Judged } from './judge-claim.ts';
import type { Study } from './study.ts';

/** What the plan claims and what the runs say of it; undefined where it claims nothing. */
export function claimsSection(study: Study): Section | undefined {
  const { claims } = study.plan;
  if (claims.length === 0) return undefined;
  const tables = claims.map((claim) => {
    const { metric, figure, of, expected } = claim;
    return htmlTable({
      caption: claim.text,
      note: `${metricTitle(metric)}: ${readable(figure)} of ${of}, expected to be ${expected}.`,
      columns: ['Than', 'Difference', '95 % interval', 'Verdict'],
      rows: judgeClaim(study, claim).map((judged) => ({ name: judged.than, cells: claimCells(judged) })),
    });
  });
  const how = html`<p class="quiet">
    A claim holds or fails where the whole interval is on one side of 0. ${intervalsText(study)}
  </p>`;
  return { id: 'claims', title: 'Claims', parts: [...tables, how] };
}

function claimCells({ difference, unit, verdict }: Judged): readonly (string | HtmlCell)[] {
  if (difference === undefined) return ['–', '–', verdict];
  const signed = `${difference.value > 0 ? '+' : ''}${formatNumber(difference.value, unit)}`;
  const shown = unit === 'share' ? `${signed} points` : signed;
  const strong = verdict === 'holds' || verdict === 'fails';
  return [
    shown,
    formatInterval({ ...difference, count: 0 }, unit),
    { content: strong ? html`<strong>${verdict}</strong>` : verdict },
  ];
}
