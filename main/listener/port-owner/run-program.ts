/**
 * The standard output of a program of the system, empty where it fails or takes too long. No shell.
 * child_process is loaded here and not at the start, which has no use for it.
 */
export async function outputOf(
  program: string,
  parameters: readonly string[],
  withinMs: number,
): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile(
      program,
      parameters,
      { timeout: withinMs, windowsHide: true, maxBuffer: 4 * 1024 * 1024 },
      (error, stdout) => resolve(error === null ? stdout : ''),
    );
  });
}
