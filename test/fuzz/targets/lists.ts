import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findResults, manifestRows, readResults, tarPhotos } from '@attgan/shards';
import { bytesOf, type TargetsIn } from '../target.ts';
import { tarOf } from './tar-of.ts';

/** Lists of photos, archives of them, and lists of results. */
export const lists: TargetsIn = async (folder) => {
  const at = (name: string): string => join(folder, name);
  const rowsOf = (name: string) => async (input: Uint8Array) => {
    await writeFile(at(name), input);
    let bytes = 0;
    for await (const row of manifestRows(at(name))) bytes += row.length;
    return bytes;
  };
  for (const name of ['list.csv', 'list.jsonl', 'x.tar', 'results.jsonl']) await writeFile(at(name), '');
  return [
    {
      name: 'manifest-csv',
      text: true,
      seeds: [bytesOf('id,path\n1,a.jpg\n2,"b/c, d.jpg"\n')],
      read: rowsOf('list.csv'),
    },
    {
      name: 'manifest-json-lines',
      text: true,
      seeds: [bytesOf('{"path":"a.jpg","id":1}\n{"path":"b/ü.png"}\n')],
      read: rowsOf('list.jsonl'),
    },
    {
      name: 'photo-tars',
      seeds: [tarOf({ '0001.jpg': 'a photo', '0001.json': '{}', 'folder/0002.png': 'x'.repeat(700) })],
      async read(input) {
        await writeFile(at('x.tar'), input);
        let bytes = 0;
        for await (const photo of tarPhotos(at('x.tar'), 'x.tar')) bytes += (await photo.read()).length;
        return bytes;
      },
    },
    {
      name: 'results',
      text: true,
      seeds: [
        bytesOf(
          '{"format":1,"command":"edit","shard":"0/1","settings":"ab","of":{}}\n' +
            '{"at":0,"input":"a.jpg","settings":"ab","outputs":[{"file":"a.jpg","bytes":3,"sha256":"0f"}]}\n' +
            '{"at":1,"input":"b.jpg","settings":"ab","error":"it is damaged"}\n' +
            '{"end":{"results":2,"failed":1,"units":2,"digest":"0e"}}\n',
        ),
      ],
      async read(input) {
        await writeFile(at('results.jsonl'), input);
        for (const found of await findResults([at('results.jsonl')])) for await (const _ of readResults(found));
      },
    },
  ];
};
