import { spawn } from 'node:child_process';
import { AttganError } from '@attgan/core';

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end.
 * @param purpose what it is for, e.g. `Downloading TensorFlow`: begins the message when it fails
 * @throws AttganError, one line: the purpose, and the line of the program's output that most likely names the cause
 */
export function runCommand(
  program: string,
  args: readonly string[],
  purpose: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    const fail = (reason: string) => reject(new AttganError(`${purpose} failed: ${reason}`));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ stdout, stderr });
      else fail(cause(stderr) ?? cause(stdout) ?? (signal === null ? `exit code ${code}` : `killed by ${signal}`));
    });
  });
}

function cause(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    lines.find((line) => /no space left/i.test(line)) ?? lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1)
  );
}
