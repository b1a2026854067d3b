import { AttganError, messageOf, type Backend, type BackendDefinition } from '@attgan/core';

/** A backend under test, which cases may close and open again. */
export interface Session {
  readonly definition: BackendDefinition;
  readonly options: unknown;
  /** The open backend. */
  readonly backend: Backend;
  open(): Promise<Backend>;
  close(): Promise<void>;
}

/** @param options as the definition's schema gives them */
export function createSession(definition: BackendDefinition, options: unknown): Session {
  let backend: Backend | undefined;
  return {
    definition,
    options,
    get backend() {
      if (backend === undefined) throw new Error(`The backend ${definition.name} is not open.`);
      return backend;
    },
    async open() {
      try {
        return (backend = await definition.open(options));
      } catch (error) {
        if (error instanceof AttganError) throw error;
        throw new AttganError(`The backend ${definition.name} cannot be opened: ${messageOf(error)}`);
      }
    },
    async close() {
      const open = backend;
      backend = undefined;
      await open?.close();
    },
  };
}
