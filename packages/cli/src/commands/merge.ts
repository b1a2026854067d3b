import { AttganError, UsageError } from '@attgan/core';
import { findObservedShards, mergeObservations } from '@attgan/eval';
import { findResults, mergeResults } from '@attgan/shards';
import { integerFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';
import { writeFacesTable } from '../shards/faces-table.ts';
import { MANY_FLAGS, type ManyFlags } from '../shards/shard-flags.ts';

/** Problems that are told of; more are counted. */
const TOLD = 200;

export const command: Command = {
  name: 'merge',
  summary: 'joins the results of the shards of edit, align or evaluate, and checks that each is there once',
  usage: 'DIR|results-….jsonl... [--out DIR]',
  flags: {
    out: { type: 'text', summary: 'folder of the joined results (the only DIR); files stay where they are' },
    'sizes-only': { type: 'switch', summary: 'check that files are there with their sizes, without reading them' },
    'allow-failures': MANY_FLAGS['allow-failures'] as NonNullable<(typeof MANY_FLAGS)[string]>,
  },
  needs: 'editing',
  async run({ flags, words, output }) {
    const [first, ...others] = words;
    if (first === undefined) throw new UsageError('merge needs a folder with results of shards.');
    const out = flags.text('out');
    if (out === undefined && others.length > 0)
      throw new UsageError('--out is missing: a folder for the joined results.');
    const allowed: ManyFlags['allowed'] = integerFlag(flags, 'allow-failures', 0) ?? 0;
    const observed = await findObservedShards(words);
    if (observed.length > 0) {
      const into = out ?? first;
      const { shards, files } = await mergeObservations(observed, into);
      const line = `${files} observations of ${shards} shards are in ${into}. Run evaluate with --out ${into} and without --shard.`;
      output.result(line, { out: into, shards, files });
      return;
    }
    const shards = await findResults(words);
    const [{ header, folder }] = shards as [(typeof shards)[number]];
    const into = out ?? folder;
    let told = 0;
    const found = await mergeResults({
      shards,
      out: into,
      hashes: !flags.has('sizes-only'),
      report: (problem) => {
        if (++told <= TOLD) output.report(problem);
      },
    });
    const table = header.command === 'align' ? await writeFacesTable(found.path, into, header.of) : undefined;
    const { results, failed, files, repeated, path } = found;
    const twice = repeated > 0 ? `, ${repeated} listed twice` : '';
    const line = `${results} photos of ${shards.length} shards, ${files} files, ${failed} failed${twice}: ${path}`;
    output.result([line, ...(table === undefined ? [] : [table])].join('\n'), {
      ...found,
      shards: shards.length,
      ...(table !== undefined && { table }),
    });
    if (failed > allowed) throw new AttganError(`Failed photos: ${failed}; ${path} says why. Run their shards again.`);
  },
};
