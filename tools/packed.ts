import 'vitest';

/** A package of the workspace as `npm pack` made it. */
export interface PackedPackage {
  readonly name: string;
  /** Its tarball, in `tarballs`. */
  readonly file: string;
  /** Paths of all files in it. */
  readonly contents: readonly string[];
}

/** Where our packages lie as a registry would serve them, and a project that has installed them. */
export interface Packed {
  /** Tarballs of every package of the workspace, and of the examples. */
  readonly tarballs: string;
  /** Those of the workspace. */
  readonly packages: readonly PackedPackage[];
  /** A project outside the workspace that has installed all of them. */
  readonly project: string;
  /** Why there is none; undefined where there is. */
  readonly problem: string | undefined;
}

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
  }
}
