// Measures a model on photos whose true edits nobody knows: reconstructions, and single edits read by a classifier
// trained apart. Prints JSON.
//
//   node tools/measure-model.mjs models/faces-64 CELEBA [faces] [classifier iterations]
import { openEditor } from '@attgan/editor';
import { readEdits, trainClassifier } from '@attgan/eval';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { celeba } from '@attgan/data-celeba';
import { tensorflowBackend } from '@attgan/backend-tensorflow';

const [model, root, faces = '500', iterations = '1500'] = process.argv.slice(2);
if (root === undefined) throw new Error('Write: node tools/measure-model.mjs MODEL CELEBA [faces] [iterations]');
const report = (line) => process.stderr.write(`${line}\n`);
const backend = await tensorflowBackend.open({});
const editor = await openEditor(model, { generator: () => attganGenerator, critic: () => attganCritic });
const dataset = await celeba.open({ root }, { size: editor.card.size, report });
const filters = [32, 64, 128, 256];
const classifier = await trainClassifier(dataset, { iterations: Number(iterations), filters, report });
const reading = await readEdits({ editor, dataset, classifier, count: Number(faces), strengths: [1, 2, 3] });
const { accuracy, accuracies, attributes } = classifier;
const classifierAccuracy = Object.fromEntries(attributes.map((name, index) => [name, accuracies[index]]));
console.log(JSON.stringify({ model, data: dataset.description, accuracy, classifierAccuracy, ...reading }, null, 2));
await dataset.close();
await backend.close();
