import { parseOptions, type DefinitionBase } from '@attgan/core';
import type { Picture } from '@attgan/pictures';
import type { z } from 'zod';
import type { FacePoints } from '../geometry/aligned-frame.ts';
import type { Point } from '../geometry/similarity.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    detector: DetectorDefinition;
  }
}

/** A rectangle of a picture, pixels. It may reach beyond the border. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A face that a detector found. */
export interface FoundFace {
  readonly box: Box;
  /** How sure the detector is, in [0, 1]. */
  readonly score: number;
  /** What the face is aligned by; absent where the picture is an aligned face already. */
  readonly points?: FacePoints;
  /** All landmarks that the detector knows, in its own order. */
  readonly landmarks: readonly Point[];
}

/** An open detector. */
export interface Detector {
  readonly name: string;
  /** All faces of an upright picture of any size, the largest first. */
  find(picture: Picture): Promise<readonly FoundFace[]>;
  /** Frees its weights. May be called again. */
  close(): void;
}

/** Finds faces and their landmarks in pictures of any size. */
export interface DetectorDefinition extends DefinitionBase<'detector', z.ZodType> {
  /** Opens it on the current backend of TensorFlow.js. `options` has passed the schema. @throws AttganError where weights are missing */
  open(options: unknown): Promise<Detector>;
}

/** Types `open` by its own schema, and checks options before `open` sees them. @throws UsageError that names the first wrong one */
export function defineDetector<Schema extends z.ZodType>(
  definition: Omit<DetectorDefinition, 'kind' | 'options' | 'open'> & {
    readonly options: Schema;
    open(options: z.output<Schema>): Promise<Detector>;
  },
): DetectorDefinition {
  return {
    ...definition,
    kind: 'detector',
    open: async (options) => definition.open(parseOptions(definition.options, options, `detector.${definition.name}`)),
  };
}
