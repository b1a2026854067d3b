import type { Change, RivalChange } from '@attgan/core';
import type { EditingPrecision } from '@attgan/backend-webgpu';
import type { Area } from '@attgan/pictures';

// What the page and its worker say to each other. Only what can be cloned.

export type { EditingPrecision };

/** What computes. */
export interface EngineInfo {
  readonly backend: 'webgpu' | 'wasm';
  /** Float32 where absent. */
  readonly editing?: EditingPrecision;
  /** One line: library, version, device, threads. */
  readonly description: string;
  /** Why it is not WebGPU, where it is not. */
  readonly why?: string;
}

export interface ModelInfo {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly exclusive: readonly (readonly string[])[];
  readonly strength: number;
  /** Height and width of what the networks see, pixels. */
  readonly size: number;
  /** Whether photos are searched for faces; otherwise a picture is one face. */
  readonly findsFaces: boolean;
}

export interface Opened {
  readonly engine: EngineInfo;
  readonly model: ModelInfo;
}

/** A face of the photo, places in its pixels. */
export interface FaceInfo {
  readonly square: readonly { readonly x: number; readonly y: number }[];
  readonly area: Area;
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
  readonly intensities?: readonly number[];
  readonly warnings: readonly string[];
}

export interface PhotoInfo {
  readonly width: number;
  readonly height: number;
  /** The largest first. */
  readonly faces: readonly FaceInfo[];
}

export interface FaceChanges {
  readonly face: number;
  readonly changes: readonly Change[];
  readonly strength: number;
  readonly rivals: RivalChange;
}

/** A face with one attribute turned to what it does not show. */
export interface SheetTile {
  readonly attribute: string;
  /** Whether the attribute was turned on. */
  readonly on: boolean;
  readonly image: ImageBitmap;
}

export interface Download {
  readonly file: Blob;
  readonly name: string;
}

/** What the worker does. */
export interface EditorWorker {
  /** Canvases that it draws the photo on, as it was and as it is asked for. */
  attach(before: OffscreenCanvas, after: OffscreenCanvas): Promise<void>;
  /**
   * Loads a model.
   * @param folder URL of its folder
   * @param models URL of the folder of all models
   * @param editing of a GPU that is opened for the first model
   */
  open(name: string, models: string, editing?: EditingPrecision): Promise<Opened>;
  /** Reads a photo, finds its faces, and encodes them. */
  openPhoto(file: Blob, name: string): Promise<PhotoInfo>;
  /**
   * Decodes faces and draws what changed: at the size that the photo is shown at, where that is much smaller than its own, until `settle`.
   * @param scale shown pixels for each pixel of the photo
   */
  change(faces: readonly FaceChanges[], scale: number): Promise<void>;
  /** Draws at the photo's own resolution what was drawn smaller. */
  settle(): Promise<void>;
  /** A tile for each attribute of the model. What is asked of the face stays. */
  sheet(face: number, strength: number): Promise<readonly SheetTile[]>;
  /** The photo as it is asked for, as a file. */
  download(): Promise<Download>;
}

/** What the worker says by itself. */
export interface WorkerEvents {
  /** How far a step is, from 0 to 1. */
  progress: { readonly step: 'model' | 'detector' | 'photo' | 'faces' | 'sheet'; readonly share: number };
  /** Something else computes from now on, since the GPU was lost. */
  engine: EngineInfo;
}

export type Call = {
  [Name in keyof EditorWorker]: {
    readonly id: number;
    readonly name: Name;
    readonly args: Parameters<EditorWorker[Name]>;
  };
}[keyof EditorWorker];

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string; readonly expected: boolean }
  | WorkerEvent;

export type WorkerEvent = {
  [Name in keyof WorkerEvents]: { readonly event: Name; readonly data: WorkerEvents[Name] };
}[keyof WorkerEvents];
