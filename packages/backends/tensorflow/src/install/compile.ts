import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NATIVE_FOLDER, nativeSources } from '../folders.ts';
import { runCommand } from '../run-command.ts';

export interface Compilation {
  /** Node-API's C headers. */
  readonly headers: string;
  /** The folder of the third-party binding's C++ sources. */
  readonly sources: string;
  /** TensorFlow's libraries and headers, where they will stay. */
  readonly library: string;
  /** The same folder as the finished binding will find it, relative to itself. */
  readonly libraryFromOutput: string;
  /** A folder for object files. */
  readonly scratch: string;
  readonly output: string;
}

/**
 * Compiles the binding and everything in our `native/` into one Node add-on, for this processor.
 * @throws AttganError without a C++ compiler, or with what the compiler says
 */
export async function compile({
  headers,
  sources,
  library,
  libraryFromOutput,
  scratch,
  output,
}: Compilation): Promise<void> {
  const compiler = process.env['CXX'] || 'g++';
  const options = {
    missing: `Installing TensorFlow compiles a small binding, and there is no ${compiler} on PATH. Install a C++ compiler (Debian: apt install g++) and try again.`,
    purpose: 'Compiling the binding',
  };
  const flags = [
    '-O3',
    '-march=native',
    '-std=c++17',
    '-fPIC',
    '-pthread',
    '-w',
    '-fno-math-errno',
    '-fno-trapping-math',
    '-DNAPI_VERSION=8',
  ];
  const include = [`-I${headers}`, `-I${join(library, 'include')}`, `-I${NATIVE_FOLDER}`];
  const files = [
    ...(await readdir(sources)).filter((name) => name.endsWith('.cc')).map((name) => join(sources, name)),
    ...nativeSources()
      .filter((name) => name.endsWith('.cc'))
      .map((name) => join(NATIVE_FOLDER, name)),
  ];
  const objects = await Promise.all(
    files.map(async (file, index) => {
      const object = join(scratch, `${index}.o`);
      await runCommand(compiler, [...flags, ...include, '-c', file, '-o', object], options);
      return object;
    }),
  );
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => join(library, name));
  const link = [
    '-shared',
    '-pthread',
    '-o',
    output,
    ...objects,
    ...libraries,
    `-Wl,-rpath,$ORIGIN/${libraryFromOutput}`,
  ];
  await runCommand(compiler, link, options);
}
