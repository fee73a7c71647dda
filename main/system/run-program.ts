import { execFile } from 'node:child_process';
import { win32 } from 'node:path';

/**
 * The full path of a program of Windows. By its bare name another one could run: from the working directory, or one
 * that comes first on the PATH, such as the whoami of Git for Windows.
 */
export function windowsProgram(name: string): string {
  return win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', `${name}.exe`);
}

/** The standard output of a program of the system; `undefined` where there is none, it fails or takes too long. No shell. */
export function outputOf(
  program: string,
  parameters: readonly string[],
  { withinMs, platform = process.platform }: { withinMs: number; platform?: NodeJS.Platform },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      platform === 'win32' ? windowsProgram(program) : program,
      parameters,
      { timeout: withinMs, windowsHide: true, maxBuffer: 4 * 1024 * 1024 },
      (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      },
    );
  });
}
