import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { COMPILER_FLAGS, NATIVE_FOLDER } from '../folders.ts';
import { bindingPaths } from '../paths.ts';
import { runCommand } from '../run-command.ts';
import { compiler } from './tools.ts';

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
  /** The binding folder that receives the result. */
  readonly output: string;
}

/**
 * Compiles the binding and everything in our `native/` into one Node add-on, for this processor. What stands in
 * `native/early/` becomes a library of its own that runs before TensorFlow starts.
 * @throws AttganError with what the compiler says
 */
export async function compile(compilation: Compilation): Promise<void> {
  const { headers, sources, library, libraryFromOutput, output } = compilation;
  const scratch = join(compilation.scratch, 'objects');
  await mkdir(scratch);
  const run = (args: readonly string[]) => runCommand(compiler(), args, 'Compiling the binding');
  const include = [
    '-DNAPI_VERSION=8',
    `-I${headers}`,
    `-I${join(library, 'tensorflow', 'include')}`,
    `-I${NATIVE_FOLDER}`,
  ];
  const compileAll = async (folder: string, ...more: readonly string[]) => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.cc'));
    return Promise.all(
      names.map(async (name) => {
        const object = join(scratch, `${name}.o`);
        await run([...COMPILER_FLAGS, ...include, ...more, '-c', join(folder, name), '-o', object]);
        return object;
      }),
    );
  };
  const { addon, early } = bindingPaths(output);
  const earlyObjects = await compileAll(join(NATIVE_FOLDER, 'early'));
  await run(['-shared', `-Wl,-soname,${basename(early)}`, '-o', early, ...earlyObjects]);
  const theirs = await compileAll(sources, '-include', join(NATIVE_FOLDER, 'binding.h'));
  const objects = [...theirs, ...(await compileAll(NATIVE_FOLDER))];
  const names = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  // The last library is initialised first.
  const libraries = [...names.map((name) => join(library, 'tensorflow', name)), early];
  const paths = `-Wl,-rpath,$ORIGIN:$ORIGIN/${libraryFromOutput}/tensorflow`;
  await run(['-shared', '-pthread', '-o', addon, ...objects, '-Wl,--no-as-needed', ...libraries, paths]);
}
