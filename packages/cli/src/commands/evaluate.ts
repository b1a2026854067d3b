import { AttganError, compose, UsageError } from '@attgan/core';
import { evaluationText, writeEvaluation } from '@attgan/eval';
import { readModel, type ModelCard } from '@attgan/formats';
import type { Command } from '../command.ts';
import { evaluateAll } from '../evaluate/evaluate-all.ts';
import { evaluationExperiment } from '../evaluate/evaluation-experiment.ts';
import { EVALUATION_FLAGS, evaluationRequest, type EvaluationRequest } from '../evaluate/evaluation-request.ts';
import { DATA_FLAGS } from '../experiment-flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { wholeNumber } from '../number-flags.ts';
import { openRegistries } from '../registries.ts';

export const command: Command = {
  name: 'evaluate',
  summary: 'measures the edits of trained models, and writes a page',
  usage: '--model DIR [--model DIR] [--data celeba --data.root DIR] [--split test] --out DIR',
  flags: { ...EVALUATION_FLAGS, ...DATA_FLAGS },
  dotted: true,
  async run({ flags, words, output, root }) {
    if (words.length > 0) throw new UsageError(`evaluate takes no "${words[0]}". Everything is a flag; see --help.`);
    const request = evaluationRequest(flags);
    const seed = wholeNumber(flags, 'seed', 0) ?? 0;
    const registries = await openRegistries(flags.all('plugin'), root);
    const cards = await Promise.all(request.models.map(async ({ folder }) => (await readModel(folder)).card));
    const card = commonCard(cards, request);
    const experiment = await evaluationExperiment(card, flags, registries, root);
    const { size } = card;
    const parts = { backends: registries.backend, data: registries.data, size, report: output.report };
    const composition = await compose(experiment, parts);
    const stop = onInterrupt(output, 'Stopping after these faces. One more time to end at once.');
    try {
      output.report(`Backend ${composition.backend.name} (${composition.reason}): ${composition.backend.description}.`);
      output.report(`Data: ${composition.dataset.description}.`);
      const { evaluation, pictures, flipped } = await evaluateAll({
        request,
        registries,
        composition,
        data: experiment.data.name,
        seed,
        output,
        signal: stop.signal,
      });
      const written = await writeEvaluation(request.out, evaluation, pictures, flipped);
      output.result(`${evaluationText(evaluation)}\n\n${written.page}\n${written.results}`, { ...written, evaluation });
    } finally {
      stop.release();
      await composition.close();
    }
  },
};

/** One protocol needs one size and one order of attributes. */
function commonCard(cards: readonly ModelCard[], { models }: EvaluationRequest): ModelCard {
  const [first] = cards as readonly [ModelCard];
  const described = ({ attributes, size }: ModelCard): string => `${attributes.join(', ')} at ${size} px`;
  const odd = cards.findIndex((card) => described(card) !== described(first));
  if (odd < 0) return first;
  throw new AttganError(
    `${models[0]?.folder} edits ${described(first)}, but ${models[odd]?.folder} ${described(cards[odd] as ModelCard)}. ` +
      'Only models of the same attributes and size can be evaluated side by side.',
  );
}
