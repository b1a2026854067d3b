import type { ServiceIdentifier } from 'inversify';
import type { Token } from './token.ts';

type Tokens<D extends readonly unknown[]> = { readonly [K in keyof D]: Token<D[K]> };

/** inversify's container with typed tokens: every value is made once, when it is first used. */
export interface TypedContainer {
  constant<T>(target: Token<T>, value: T): void;
  /** `make` is given what the tokens stand for, in their order. */
  provide<T, const D extends readonly unknown[]>(
    target: Token<T>,
    dependencies: Tokens<D>,
    make: (...values: D) => T | Promise<T>,
  ): void;
  get<T>(target: Token<T>): Promise<T>;
}

export async function createContainer(): Promise<TypedContainer> {
  // Loaded late: it takes longer to load than an edit, which needs none of it, takes altogether.
  const { Container } = await import('inversify');
  // `jitless` is missing from the type; pages with a content security policy need it.
  const options: ConstructorParameters<typeof Container>[0] & { readonly jitless: boolean } = {
    jitless: true,
    defaultScope: 'Singleton',
  };
  const container = new Container(options);
  return {
    constant<T>(target: Token<T>, value: T): void {
      container.bind<T>(target as ServiceIdentifier<T>).toConstantValue(value);
    },
    provide<T, const D extends readonly unknown[]>(
      target: Token<T>,
      dependencies: Tokens<D>,
      make: (...values: D) => T | Promise<T>,
    ): void {
      // The tokens say what the values are; inversify knows them as unknown.
      const untyped = make as unknown as () => T | Promise<T>;
      container
        .bind<T>(target as ServiceIdentifier<T>)
        .toResolvedValue(untyped, [...dependencies] as ServiceIdentifier[] as never)
        .inSingletonScope();
    },
    get: <T>(target: Token<T>) => container.getAsync<T>(target as ServiceIdentifier<T>),
  };
}
