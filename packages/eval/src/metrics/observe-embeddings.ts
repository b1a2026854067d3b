import type { Rows } from './metric.ts';
import type { Sample } from '../evaluation/sample.ts';

/** Embeddings of the faces, of their reconstructions, and of their edits of each attribute (`edits NAME`). */
export async function observeEmbeddings(sample: Sample): Promise<Record<string, Rows>> {
  const of = async (pictures: Parameters<Sample['recognise']>[0]): Promise<Rows> => {
    const values = await sample.recognise(pictures);
    return { width: values.length / sample.faces.length, values };
  };
  const rows: Record<string, Rows> = {
    faces: await of(sample.faces),
    reconstructions: await of(await sample.reconstructions()),
  };
  const edits = await sample.edits();
  for (const [attribute, name] of sample.subject.attributes.entries()) {
    rows[`edits ${name}`] = await of(edits[attribute] ?? []);
  }
  return rows;
}
