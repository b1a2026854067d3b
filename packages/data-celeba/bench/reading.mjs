/*
 * Prints how fast images are read, as one JSON line. Build first: npx tsc -b packages/data-celeba
 *
 *   node bench/reading.mjs --root DIR [--size 128] [--batch 32] [--count 8000] [--resample bicubic] [--cache off|auto|DIR] [--ahead 4]
 *
 * Its peer is torchvision_reader.py, whose two workers read two batches ahead each: hence four here.
 */
import { parseArgs } from 'node:util';
import { celeba } from '../dist/index.js';
import { measureReading } from './measure-reading.mjs';

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    size: { type: 'string', default: '128' },
    batch: { type: 'string', default: '32' },
    count: { type: 'string', default: '8000' },
    resample: { type: 'string', default: 'bicubic' },
    cache: { type: 'string', default: 'off' },
    ahead: { type: 'string', default: '4' },
  },
});
const { root, resample, cache } = values;
const size = Number(values.size);
const data = await celeba.open({ root, resample, cache }, { size, report: (line) => console.error(line) });
const speed = await measureReading(data, {
  split: 'train',
  count: Number(values.count),
  batch: Number(values.batch),
  ahead: Number(values.ahead),
});
console.log(
  JSON.stringify({
    reader: `data-celeba, ${cache === 'off' ? 'image files' : 'pack'}`,
    resample,
    size,
    images: speed.images,
    imagesPerSecond: Math.round(speed.imagesPerSecond * 10) / 10,
    processorMilliseconds: Math.round(speed.processorMilliseconds * 1000) / 1000,
  }),
);
await data.close();
