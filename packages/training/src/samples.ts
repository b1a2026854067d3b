import type { SampleGrid } from './game.ts';

/** The grid as one labelled PNG. Disposes the grid's tensors. */
export async function drawSamples({
  columns,
  rows,
}: SampleGrid): Promise<{ png: Buffer; width: number; height: number }> {
  // Loaded late: image libraries are heavy, and a training may never draw.
  const { contactSheet, encodePng, picturesOf } = await import('@attgan/pictures');
  const pictures = await Promise.all(
    rows.map(async (row) => {
      const [count, height, width] = row.shape;
      return picturesOf(await row.data<'float32'>(), count, height, width);
    }),
  );
  for (const row of rows) row.dispose();
  const sheet = await contactSheet({ rows: pictures, columnLabels: columns });
  return { png: await encodePng(sheet), width: sheet.width, height: sheet.height };
}
