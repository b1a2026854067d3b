import type { Progress, Registries } from '@attgan/experiment';

export interface DemoRequest {
  /** Where the pictures go; emptied first. */
  readonly folder: string;
  /** The trained model that edits. */
  readonly model: string;
  readonly score: boolean;
  readonly iterations: number;
  readonly registries: Registries;
  report(this: void, line: string): void;
  onProgress(this: void, progress: Progress): void;
}
