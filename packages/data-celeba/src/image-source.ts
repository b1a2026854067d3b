/** Where pixels come from: a folder of images or a pack. Rows are those of the label file. */
export interface ImageSource {
  /** One line for logs. */
  readonly description: string;
  /** Fills `into` ([rows.length, size, size, 3]) with the images of `rows`. */
  read(rows: readonly number[], into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
