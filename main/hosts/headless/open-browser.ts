import { spawn } from 'node:child_process';

/**
 * Opens an address in the system's browser. Resolves to whether that could be started. The address
 * becomes an argument that other programs can see for a moment, so it must hold nothing that lasts.
 */
export function openBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [command, ...args] = openCommand(url, platform);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => {
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function openCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  // `start` would hand the address to a shell that gives & and ^ a meaning.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
