// What each way of pasting does to edits of whole photos. Nothing but numbers is written.
//
//   node tools/measure-pastes/measure-pastes.mjs PHOTOS CELEBA OUT.json [photos edited, 60] [model, faces-64]
//
// PHOTOS holds photographs, CELEBA the aligned version of each under the same name, with list_attr_celeba.txt. Needs a build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openClassifier } from '../../packages/classifier/dist/index.js';
import { openRecogniser } from '../../packages/eval/dist/index.js';
import { cropForModel, loadPicture } from '../../packages/pictures/dist/index.js';
import { openModel, readPhoto } from '../../packages/attgan/dist/index.js';
import {
  alignedImage,
  alignmentOf,
  editPhotoEach,
  PASTE_STRATEGIES,
  sampleArea,
  brightness,
  scaleOf,
  turnOf,
} from '../../packages/photos/dist/index.js';
import { displacement, greyOf, register } from './register.mjs';

const [photos, celeba, out, edited = '60', modelName = 'faces-64'] = process.argv.slice(2);
const CROP = { x: 3, y: 26, edge: 170 };
/** Below this correlation two pictures do not show the same. */
const SAME = 0.85;

const names = readdirSync(photos).filter((name) => /\.(jpg|png|webp)$/.test(name));
const probes = new Set(
  names.filter((_, index) => index % Math.max(1, Math.floor(names.length / edited)) === 0).slice(0, edited),
);
const model = await openModel(modelName, { backend: 'tensorflow', root: process.cwd() });
const recogniser = await openRecogniser();
const classifier = await openClassifier(join(import.meta.dirname, '..', '..', 'models', 'classifier-celeba-64'));
const [, header, ...lines] = readFileSync(join(celeba, 'list_attr_celeba.txt'), 'utf8').split('\n');
const titles = header.trim().split(/\s+/);
const labelsOf = new Map(lines.map((line) => line.trim().split(/\s+/)).map(([name, ...values]) => [name, values]));
const { attributes, editor } = model;
const readColumns = attributes.map((name) => classifier.card.attributes.indexOf(name));

const cropped = (picture, alignment, edge) =>
  edge === CROP.edge
    ? square(alignedImage(picture, alignment))
    : cropForModel(alignedImage(picture, alignment), edge, { width: 178, height: 218, ...CROP }).then(
        (each) => each.picture,
      );
const square = (picture) => sampleArea(picture, { a: 1, b: 0, x: CROP.x, y: CROP.y }, CROP.edge, CROP.edge);

function sharpness({ width, height, pixels }) {
  let sum = 0;
  const grey = greyOf({ width, height, pixels }).values;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      sum += Math.abs(4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width]);
    }
  }
  return sum / (width * height);
}

// Faces and the gallery.
const faces = new Map();
for (const name of names) {
  const { picture } = await readPhoto(join(photos, name));
  const own = greyOf(await loadPicture(join(celeba, 'img_align_celeba', name)));
  let best;
  for (const found of (await model.findFaces(picture)).slice(0, 4)) {
    const crop = alignedImage(picture, alignmentOf(found.points));
    const registered = register(own, greyOf(crop));
    const moved = displacement(registered, 178, 218);
    if (registered.correlation > SAME && (best === undefined || moved < best.moved)) best = { found, moved };
  }
  if (best !== undefined) faces.set(name, best);
}
const moved = [...faces.values()].map((face) => face.moved).sort((a, b) => a - b);
const known = [...faces.keys()];
const gallery = [];
const looks = [];
for (const name of known) {
  const { picture } = await readPhoto(join(photos, name));
  const { found } = faces.get(name);
  const alignment = alignmentOf(found.points);
  const crop = square(alignedImage(picture, alignment));
  gallery.push(await recogniser.embed([crop]));
  looks.push({
    turn: turnOf(found.landmarks),
    brightness: brightness(crop),
    eyes: 38 / scaleOf(alignment),
    moved: faces.get(name).moved,
  });
}
const report = {
  photos: names.length,
  found: known.length,
  displacement: {
    mean: moved.reduce((a, b) => a + b, 0) / moved.length,
    median: moved[moved.length >> 1],
    p95: moved[Math.floor(moved.length * 0.95)],
  },
  pastes: {},
};
console.log(JSON.stringify(report));

// Edits.
const distance = (one, other) => one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0);
const rows = [];
const looked = {};
let outside = 0;
for (const name of known.filter((each) => probes.has(each))) {
  const { picture } = await readPhoto(join(photos, name));
  const { found } = faces.get(name);
  const alignment = alignmentOf(found.points);
  const labels = Uint8Array.from(attributes, (attribute) =>
    labelsOf.get(name)[titles.indexOf(attribute)] === '1' ? 1 : 0,
  );
  const before = sharpness(square(alignedImage(picture, alignment)));
  for (const { name: paste } of PASTE_STRATEGIES.concat({ name: 'difference' })) {
    const edits = await editPhotoEach(
      editor,
      picture,
      [found],
      () => attributes.map((attribute) => [{ attribute, value: 'flip' }]),
      { strength: 2, labels, paste },
    );
    const crops = edits.map((edit) => square(alignedImage(edit.picture, alignment)));
    const embeddings = await recogniser.embed(crops);
    const small = await Promise.all(edits.map((edit) => cropped(edit.picture, alignment, 64)));
    const said = await classifier.predict(small);
    edits.forEach((edit, index) => {
      const own = embeddings.subarray(index * 128, (index + 1) * 128);
      const nearest = gallery
        .map((each) => distance(own, each))
        .reduce((best, value, at, all) => (value < all[best] ? at : best), 0);
      const read = readColumns.map((column) => said[index * classifier.card.attributes.length + column]);
      const group = editor.card.exclusive.filter((each) => each.includes(attributes[index])).flat();
      const others = attributes.map((_, at) => at).filter((at) => at !== index && !group.includes(attributes[at]));
      rows.push({
        paste,
        attribute: attributes[index],
        first: known[nearest] === name ? 1 : 0,
        read: read[index] === 1 - labels[index] ? 1 : 0,
        kept: others.filter((at) => read[at] === labels[at]).length / others.length,
        sharpness: sharpness(crops[index]) / before,
      });
      const corners = edit.faces[0].square;
      edit.picture.pixels.forEach((value, at) => {
        if (
          value !== picture.pixels[at] &&
          !inside(corners, Math.floor(at / 3) % picture.width, Math.floor(at / 3 / picture.width))
        )
          outside++;
      });
    });
  }
  looked[name] = true;
}

function inside(corners, x, y) {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4];
    return (next.x - corner.x) * (y - corner.y) - (next.y - corner.y) * (x - corner.x) > -1e-6;
  });
}

const mean = (given, key) => given.reduce((sum, row) => sum + row[key], 0) / given.length;
const summary = (given) =>
  Object.fromEntries(['read', 'kept', 'first', 'sharpness'].map((key) => [key, mean(given, key)]));
for (const paste of new Set(rows.map((row) => row.paste))) {
  const own = rows.filter((row) => row.paste === paste);
  report.pastes[paste] = {
    ...summary(own),
    attributes: Object.fromEntries(
      attributes.map((attribute) => [attribute, summary(own.filter((row) => row.attribute === attribute))]),
    ),
  };
  console.log(paste, JSON.stringify(summary(own)));
}
report.edited = Object.keys(looked).length;
report.changedOutside = outside;
const spread = (key) => {
  const values = looks.map((look) => look[key]).sort((a, b) => a - b);
  return [0.01, 0.05, 0.5, 0.95, 0.99].map((at) => values[Math.floor(at * values.length)]);
};
report.looks = Object.fromEntries(['turn', 'brightness', 'eyes'].map((key) => [key, spread(key)]));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(report, undefined, 2)}\n`);
console.log(basename(out), JSON.stringify(report.looks), 'changed outside:', outside);
await model.close();
