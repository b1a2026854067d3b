import { spawn } from 'node:child_process';
import { AttganError } from '@attgan/core';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What to tell the user when the program does not exist. */
  readonly missing: string;
  /** What the command was for, e.g. `Downloading TensorFlow`: begins the message when it fails. */
  readonly purpose: string;
}

/**
 * Runs a program to its end and returns what it printed on stdout.
 * @throws AttganError, one line: `missing` when there is no such program, `purpose` and the last line of stderr when it fails.
 */
export function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        new AttganError(error.code === 'ENOENT' ? options.missing : `${options.purpose} failed: ${error.message}`),
      );
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else {
        const reason =
          explain(stderr) ?? explain(stdout) ?? (signal === null ? `exit code ${code}` : `killed by ${signal}`);
        reject(new AttganError(`${options.purpose} failed: ${reason}`));
      }
    });
  });
}

/** The line that most likely names the cause: the first that says "error", else the last. */
function explain(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    lines.find((line) => /no space left/i.test(line)) ?? lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1)
  );
}
