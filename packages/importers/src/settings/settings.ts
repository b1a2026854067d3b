import type { CropName } from '@attgan/image-files';

/** What the settings file of a training says of its model. */
export interface Settings {
  /** The file, for messages. */
  readonly file: string;
  readonly attributes?: readonly string[];
  readonly size?: number;
  readonly skips?: number;
  readonly injects?: number;
  /** Filters of the encoder's layers. */
  readonly encoder?: readonly number[];
  /** Filters of the decoder's layers, the image's three last. */
  readonly decoder?: readonly number[];
  readonly scale?: number;
  readonly strength?: number;
  readonly crop?: CropName;
}
